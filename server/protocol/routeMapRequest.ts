/** The route blocks of a script and how they call each other: a `RouteMap`, or null for a document that is no script. */
export const ROUTE_MAP_REQUEST = 'sipWorkbench/routeMap';

export interface RouteMapParams {
  readonly textDocument: { readonly uri: string };
}
