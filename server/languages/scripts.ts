/** The door through which the frame reaches what only scripts have: the map of their routes, and the check of their server. */
export { problemLog, readVersionOutput } from './opensips/check/checkOutput.ts';
export type { Version } from './opensips/facts/versions.ts';
export { versionOf, versions } from './opensips/facts/versions.ts';
export { opensipsCfg } from './opensips/index.ts';
export { EXIT_SIGNS, linePath, selfPath, tipOf } from './opensips/routeMap/routeDrawing.ts';
export { type MapArrow, type MapBox, type RouteMap, routeMapOf } from './opensips/routeMap/routeMap.ts';
export { exportRouteMap, type RouteMapFormat } from './opensips/routeMap/routeMapExport.ts';
export { upgradeReport } from './opensips/upgrade/report.ts';
export type { Upgrade } from './opensips/upgrade/upgrade.ts';
export { upgradeModel } from './opensips/upgrade/upgrade.ts';
