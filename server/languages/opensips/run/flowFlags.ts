export const EXIT = 1;
export const RETURN = 2;
export const DROP = 4;
export const ASYNC = 8;
export const BREAK = 16;
