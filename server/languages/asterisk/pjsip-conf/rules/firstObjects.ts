import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';

/** A habit of a whole file is pointed out at so many objects. */
const MANY = 20;

/** True for the first objects of a type: what all of them have in common is not said of each of fifty thousand. */
export function isAmongFirst(object: PjsipObject, model: PjsipConf): boolean {
  let left = MANY;
  for (const name of model.ofType(object.type).keys()) {
    if (name === object.name) return true;
    if (--left <= 0) return false;
  }
  return false;
}
