/** Everything that the route map shows: the view, the SVG file and the tests read the same. Plain data. */
export interface RouteMap {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly MapBox[];
  readonly arrows: readonly MapArrow[];
  /** Where in the code things stand; boxes, exits and arrows name them by index. */
  readonly places: readonly CodePlace[];
  /** What a reader should know about the picture as a whole; empty when it shows everything. */
  readonly notes: readonly string[];
}

export interface MapBox extends LaidBox {
  /** Short enough for the box. */
  readonly title: string;
  readonly subtitle: string | undefined;
  readonly isEntry: boolean;
  readonly state: RouteState;
  /** The word of the script for it, such as `route`. */
  readonly kind: string;
  readonly exits: readonly MapExit[];
  readonly place: number;
  /** The sentence that a screen reader says. */
  readonly description: string;
}

export interface MapExit {
  readonly kind: ExitKind;
  readonly label: string;
  readonly description: string;
  /** Middle of its row. */
  readonly y: number;
  readonly places: readonly number[];
}

export interface MapArrow extends LaidLine {
  /** Indexes of boxes. */
  readonly from: number;
  readonly to: number;
  readonly kind: EdgeKind;
  /** Empty for plain calls, which are most. */
  readonly label: string;
  readonly description: string;
  readonly places: readonly number[];
}

export interface LaidBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** From 0; the boxes of one layer stand below each other. */
  readonly layer: number;
}

/** The points that an arrow goes through; between two of them it bends like an S. The last one is its tip. */
export interface LaidLine {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** It leads to a layer before: a way around in a circle. */
  readonly isBackward: boolean;
}

export type EdgeKind =
  /** `route()`: goes on there and comes back. */
  | 'call'
  /** `t_on_reply()`, `t_on_failure()`, `t_on_branch()`: runs there later. */
  | 'reply'
  | 'failure'
  | 'branch'
  /** `async()` and `launch()`: goes on there when the answer is there. */
  | 'resume'
  /** `dlg_on_answer()` and the like: runs there when the dialog comes to it. */
  | 'dialog'
  /** `raise_event()` of an event that has a route. */
  | 'event';

/** Lines from 0. */
export interface CodePlace {
  readonly uri: string;
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
}

export type ExitKind = 'relay' | 'reply' | 'drop' | 'exit';

/**
 * `unused`: nothing names it. `unreached`: only blocks that never run name it. `missing`: it is named, but not in the files
 * that were read.
 */
export type RouteState = 'used' | 'unused' | 'unreached' | 'missing';

/** The formats that a route map can be written in. */
export type RouteMapFormat = 'svg' | 'mermaid';

/** The route blocks of a script, how they reach each other and how a request leaves them, as a picture. */
export interface RouteMaps<Model extends object = object> {
  mapOf(model: Model): RouteMap;
  /** The text of a file of its own. */
  write(map: RouteMap, format: RouteMapFormat): string;
}
