/** The identifiers that endpoint_identifier_order can name. */
export type NamedIdentifier = 'ip' | 'username' | 'auth_username' | 'header' | 'request_uri' | 'anonymous';

/** How an endpoint was found. `line` always comes first. */
export type IdentifiedBy = NamedIdentifier | 'line';
