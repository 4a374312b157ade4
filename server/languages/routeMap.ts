/** Everything that the route map shows: the view, the SVG file and the tests read the same. Plain data. */
export interface RouteMap {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly MapBox[];
  readonly arrows: readonly MapArrow[];
  /** Places in the code; boxes, exits and arrows refer to them by index. */
  readonly places: readonly CodePlace[];
  /** Notes about the whole picture; empty if it shows everything. */
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
  /** The sentence for screen readers. */
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
  /** Empty for plain calls, which are the most common. */
  readonly label: string;
  readonly description: string;
  readonly places: readonly number[];
}

export interface LaidBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** From 0; the boxes of one layer are below each other. */
  readonly layer: number;
}

/** The points that an arrow goes through; between two of them it bends like an S. The last one is its tip. */
export interface LaidLine {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** It leads to an earlier layer: a loop. */
  readonly isBackward: boolean;
}

export type EdgeKind =
  /** `route()`: continues there and returns. */
  | 'call'
  /** `t_on_reply()`, `t_on_failure()`, `t_on_branch()`: runs there later. */
  | 'reply'
  | 'failure'
  | 'branch'
  /** `async()` and `launch()`: continues there when the result is available. */
  | 'resume'
  /** `dlg_on_answer()` and similar functions: run there at that event of the dialog. */
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
 * `unused`: nothing refers to it. `unreached`: only blocks that never run refer to it. `missing`: it is referred to,
 * but not in the files that were read.
 */
export type RouteState = 'used' | 'unused' | 'unreached' | 'missing';

/** The export formats of a route map. */
export type RouteMapFormat = 'svg' | 'mermaid';

/** The route blocks of a script, how they reach each other and how a request leaves them, as a picture. */
export interface RouteMaps<Model extends object = object> {
  mapOf(model: Model): RouteMap;
  /** The text of a separate file. */
  write(map: RouteMap, format: RouteMapFormat): string;
}
