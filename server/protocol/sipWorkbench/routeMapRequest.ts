import type { RouteMapFormat } from '../../languages/routeMap.ts';

/** The route blocks of the script that a file belongs to: a `RouteMap`, or null for a document that is not a script. */
export const ROUTE_MAP_REQUEST = 'sipWorkbench/routeMap';

/** The exported picture: its text, or null. */
export const EXPORT_ROUTE_MAP_REQUEST = 'sipWorkbench/exportRouteMap';

export interface RouteMapParams {
  readonly textDocument: { readonly uri: string };
}

export interface ExportRouteMapParams extends RouteMapParams {
  readonly format: RouteMapFormat;
}
