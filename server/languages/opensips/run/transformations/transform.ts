import type { TransformationSyntax } from '../../syntax/variableSyntax.ts';
import type { Execution } from '../server.ts';
import { isNull, nullValue, printed, type Value } from '../values/value.ts';
import { addressTransformation } from './addresses.ts';
import { TransformationArguments } from './arguments.ts';
import { networkTransformation } from './network.ts';
import { stringTransformation } from './strings.ts';

/** The value after `{class.name,arguments}`; undefined for an error of the server, which results in NULL. */
export function transform(
  x: Execution,
  transformation: TransformationSyntax,
  value: Value,
): Value | undefined {
  if (isNull(value)) return value;
  const cls = transformation.cls.toLowerCase();
  const args = new TransformationArguments(x, transformation.args);
  const name = transformation.name;
  switch (cls) {
    case 's':
      return stringTransformation(x, name, printed(value), value, args);
    case 'uri':
    case 'nameaddr':
    case 'param':
    case 'via':
      return printed(value) === ''
        ? undefined
        : addressTransformation(cls, transformation, printed(value), args);
    case 'csv':
    case 'sdp':
    case 'ip':
    case 're':
      return printed(value) === '' ? undefined : networkTransformation(x, cls, name, printed(value), args);
    default:
      x.server.questions.ask(`What does {${cls}.${name}} return for the value?`, 'NULL', ['NULL']);
      return nullValue;
  }
}
