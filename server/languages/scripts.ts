/** The door through which the frame reaches what only scripts have: the map of their routes, and the check of their server. */
export { problemLog, readVersionOutput } from './opensips/check/checkOutput.ts';
export { EXIT_SIGNS, linePath, selfPath, tipOf } from './opensips/routeMap/routeDrawing.ts';
export { type MapArrow, type MapBox, type RouteMap, routeMapOf } from './opensips/routeMap/routeMap.ts';
export { exportRouteMap, type RouteMapFormat } from './opensips/routeMap/routeMapExport.ts';
