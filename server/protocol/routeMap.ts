import { RequestType } from 'vscode-languageserver';
import { type RouteMap, routeMapOf, scriptInModel } from '../languages/opensips/routeMap.ts';
import { aboutFile, type Feature } from './context.ts';
import { ROUTE_MAP_REQUEST, type RouteMapParams } from './routeMapRequest.ts';

const request = new RequestType<RouteMapParams, RouteMap | null, void>(ROUTE_MAP_REQUEST);

/** `sipWorkbench/routeMap`: the picture of the route blocks of an OpenSIPS script. */
export const routeMap: Feature = {
  start: context => {
    context.connection.onRequest(
      request,
      aboutFile<RouteMapParams, RouteMap | null>(context, 'route map', null, ({ view }) => {
        const model = scriptInModel(view.model);
        return model === undefined ? null : routeMapOf(model);
      }),
    );
  },
};
