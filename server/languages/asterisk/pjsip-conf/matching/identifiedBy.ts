/** How an endpoint was found, in the words of endpoint_identifier_order. */
export type IdentifiedBy = 'ip' | 'username' | 'auth_username' | 'header' | 'request_uri' | 'anonymous';
