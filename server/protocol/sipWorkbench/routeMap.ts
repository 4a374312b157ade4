import { RequestType } from 'vscode-languageserver';
import type { RouteMap } from '../../languages/routeMap.ts';
import { aboutFile, type Feature } from '../context.ts';
import {
  EXPORT_ROUTE_MAP_REQUEST,
  type ExportRouteMapParams,
  ROUTE_MAP_REQUEST,
  type RouteMapParams,
} from './routeMapRequest.ts';

const mapRequest = new RequestType<RouteMapParams, RouteMap | null, void>(ROUTE_MAP_REQUEST);
const exportRequest = new RequestType<ExportRouteMapParams, string | null, void>(EXPORT_ROUTE_MAP_REQUEST);

/** `sipWorkbench/routeMap` and `sipWorkbench/exportRouteMap`: the route blocks of a script, and their exports. */
export const routeMap: Feature = {
  start: context => {
    context.connection.onRequest(
      mapRequest,
      aboutFile<RouteMapParams, RouteMap | null>(context, 'route map', null, ({ language, view }) =>
        language.routeMaps?.mapOf(view.model),
      ),
    );
    context.connection.onRequest(
      exportRequest,
      aboutFile<ExportRouteMapParams, string | null>(
        context,
        'route map export',
        null,
        ({ language: { routeMaps }, view }, { format }) =>
          routeMaps?.write(routeMaps.mapOf(view.model), format),
      ),
    );
  },
};
