import fc from 'fast-check';
import { md5Secret } from '../../server/languages/asterisk/sip-conf/facts/md5Secret.ts';

// Files of sip.conf with many devices of few kinds. Those of one kind have the same lines, except for the values of some options.

/** In place of the hash of the name and the secret. */
const RIGHT_HASH = 'right';
const hashes = [RIGHT_HASH, '0123456789abcdef0123456789abcdef', '5f4dcc3b5aa765d61d8327deb882cf99', 'ABC'];
const GOOD_PASSWORD = 'Kx7-pq9-Lw2';
const passwords = [
  ...[GOOD_PASSWORD, '1234', 'alice', '101', 'Rt5-mm2-Vb8', '"Kx7-pq9-Lw2"', "'a'"],
  ...['Kx7-pq9-Lw2;x', 'Kx7-pq9-Lw2 ; x', 'a@b', 'Kx7/pq9/Lw2', 'Kx7:pq9', '\\;', 'x ;-- y'],
];

/** Values of options of which rules about kinds ask at most whether they are empty. */
const individualValues: Readonly<Record<string, readonly string[]>> = {
  secret: passwords,
  md5secret: hashes,
  remotesecret: passwords,
  callerid: ['"Alice" <100>', '<', 'a;b'],
  cid_number: ['7', 'x'],
  fullname: ['Alice', 'x'],
  mailbox: ['100@default', '101', 'x'],
  accountcode: ['a', 'b'],
  defaultuser: ['bob', '100', 'a/b', 'a:b'],
  username: ['bob', '100', 'a@b'],
  fromuser: ['bob', '100', 'a/b'],
  regexten: ['100', '101&102'],
  description: ['x', 'y'],
};
const individualKeys = Object.keys(individualValues);

/** Most of them have a value that most rules accept, so that the first device of a kind is often fine. */
function someValue(key: string): fc.Arbitrary<string> {
  const [first = ''] = individualValues[key] ?? [];
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant(first) },
    { weight: 5, arbitrary: fc.constantFrom(...(individualValues[key] ?? [])) },
    { weight: 1, arbitrary: fc.constant('') },
  );
}

interface Lines {
  readonly header: string;
  readonly lines: readonly string[];
  readonly keys: readonly string[];
}

/** Kinds in which rules about individual devices find something in some of them. */
const frequentKinds: readonly Lines[] = [
  { header: '', lines: ['type=friend', 'host=dynamic'], keys: ['secret'] },
  { header: '(phone)', lines: ['context=internal'], keys: ['secret', 'callerid', 'mailbox'] },
  { header: '(phone)', lines: [], keys: ['secret'] },
  { header: '(phone)', lines: [], keys: [] },
  { header: '', lines: ['type=friend', 'host=dynamic'], keys: ['md5secret'] },
  { header: '(phone)', lines: [], keys: ['md5secret', 'secret'] },
  { header: '', lines: ['type=friend', 'host=192.0.2.1'], keys: ['secret', 'defaultuser'] },
  { header: '', lines: ['type=friend', 'host=host.example'], keys: ['fromuser', 'secret'] },
  {
    header: '',
    lines: ['type=peer', 'host=host.example', 'callbackextension=100'],
    keys: ['defaultuser', 'remotesecret'],
  },
  { header: '', lines: ['type=friend', 'host=192.0.2.1', 'callbackextension=100'], keys: ['secret'] },
];

const headers = [
  '',
  '(phone)',
  '(phone,base)',
  '(Phone)',
  ' (phone)',
  '(base)',
  '(phone,phone)',
  '(x)',
  '(!)',
];

/** Names that a register line of some files refers to. */
const registeredNames = ['alice', '101', '200'];

const names = [
  ...['dave', 'Erin', '200', '201', '202', '203', 'frank', 'grace', 'heidi', 'ivan'],
  ...['alice', 'bob', 'Alice', '100', '101', '10', 'host.example', '192.0.2.1', 'kx7-pq9-lw2', '1234'],
  ...['general2', 'genera', 'registry', 'base', 'asterisk', `judy${'x'.repeat(90)}`],
];

interface Device {
  readonly name: string;
  readonly header: string;
  readonly lines: readonly string[];
}

/** The devices of a kind; a name may be used again, in another section too. */
function devicesOf({ header, lines, keys }: Lines): fc.Arbitrary<readonly Device[]> {
  const own = keys.map(key => someValue(key).map(value => `${key}=${value}`));
  const device = fc.record({
    name: fc.oneof(
      { weight: 3, arbitrary: fc.nat(999).map(number => `phone${number}`) },
      { weight: 1, arbitrary: fc.constantFrom(...registeredNames) },
      { weight: 1, arbitrary: fc.constantFrom(...names) },
    ),
    own: fc.tuple(...own),
    suffix: fc.oneof(
      { weight: 30, arbitrary: fc.constant(header) },
      fc.constantFrom('(+)', '(+,phone)', '(alice)'),
    ),
  });
  return fc.array(device, { minLength: 2, maxLength: 12 }).map(all =>
    all.map(({ name, own, suffix }) => ({
      name,
      header: suffix,
      lines: [...lines, ...withHash(name, own)],
    })),
  );
}

function withHash(name: string, own: readonly string[]): readonly string[] {
  const password = own.find(line => line.startsWith('secret='))?.slice('secret='.length) ?? GOOD_PASSWORD;
  const hash = md5Secret(name, 'asterisk', password);
  return own.map(line => (line === `md5secret=${RIGHT_HASH}` ? `md5secret=${hash}` : line));
}

export interface KindsFile {
  readonly general: readonly string[];
  readonly base: readonly string[];
  readonly phone: readonly string[];
  readonly kinds: readonly (readonly Device[])[];
  readonly isMixed: boolean;
}

/** Files with devices of some kinds; `line`: any line that such a file may have. */
export function filesOfKinds(line: fc.Arbitrary<string>): fc.Arbitrary<KindsFile> {
  const anyKind: fc.Arbitrary<Lines> = fc.record({
    header: fc.constantFrom(...headers),
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    keys: fc.subarray(individualKeys, { maxLength: 3 }),
  });
  const kind = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...frequentKinds) },
    { weight: 2, arbitrary: anyKind },
  );
  const own = [
    ...registeredNames.map(name => `register => ${name}?bob:x@elsewhere.example`),
    ...['register => bob:x@192.0.2.1', 'register => 200:x@host.example', 'realm=asterisk', 'regcontext=x'],
  ];
  const few = fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(line, { maxLength: 2 }));
  return fc.record({
    general: fc.array(
      fc.oneof({ weight: 1, arbitrary: line }, { weight: 2, arbitrary: fc.constantFrom(...own) }),
      { maxLength: 3 },
    ),
    base: few,
    phone: few,
    kinds: fc.array(kind.chain(devicesOf), { minLength: 1, maxLength: 5 }),
    isMixed: fc.boolean(),
  });
}

export function textOfKinds({ general, base, phone, kinds, isMixed }: KindsFile): string {
  const devices = kinds.flatMap((kind, which) =>
    kind.map((device, index) => ({ device, place: isMixed ? index * kinds.length + which : 0 })),
  );
  const before = [
    '[general]',
    ...general,
    '[base](!)',
    ...base,
    '[phone](!,base)',
    'type=friend',
    'host=dynamic',
    ...phone,
    '',
  ];
  const sections = devices
    .sort((a, b) => a.place - b.place)
    .map(({ device: { name, header, lines } }) => [`[${name}]${header}`, ...lines, '', ''].join('\n'));
  return before.join('\n') + sections.join('');
}
