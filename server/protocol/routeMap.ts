import { RequestType } from 'vscode-languageserver';
import { exportRouteMap, type RouteMap, routeMapOf } from '../languages/scripts.ts';
import { aboutFile, type Feature } from './context.ts';
import {
  EXPORT_ROUTE_MAP_REQUEST,
  type ExportRouteMapParams,
  ROUTE_MAP_REQUEST,
  type RouteMapParams,
} from './routeMapRequest.ts';

const mapRequest = new RequestType<RouteMapParams, RouteMap | null, void>(ROUTE_MAP_REQUEST);
const exportRequest = new RequestType<ExportRouteMapParams, string | null, void>(EXPORT_ROUTE_MAP_REQUEST);

/** `sipWorkbench/routeMap` and `sipWorkbench/exportRouteMap`: the route blocks of a script, and what they are saved as. */
export const routeMap: Feature = {
  start: context => {
    context.connection.onRequest(
      mapRequest,
      aboutFile<RouteMapParams, RouteMap | null>(context, 'route map', null, ({ view }) =>
        routeMapOf(view.model),
      ),
    );
    context.connection.onRequest(
      exportRequest,
      aboutFile<ExportRouteMapParams, string | null>(
        context,
        'route map export',
        null,
        ({ view }, { format }) => {
          const map = routeMapOf(view.model);
          return map && exportRouteMap(map, format);
        },
      ),
    );
  },
};
