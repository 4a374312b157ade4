import { parseConfig } from '../server/languages/asterisk/config/parser.ts';
import { explainMatching } from '../server/languages/asterisk/sip-conf/explain/matching.ts';
import { SipConf } from '../server/languages/asterisk/sip-conf/model/model.ts';
import { parseMessage } from '../server/sip/message.ts';

/** Devices in the file; seven lines each, every tenth with an address of its own. */
const DEVICES = 100_000;

/** Explains messages against a large sip.conf: from its text the first time, then with the model at hand. */
export async function run(): Promise<void> {
  const text = sipConf();
  const started = performance.now();
  const model = modelOf(text);
  const read = performance.now();
  const byName = explain(model, '150000', '198.51.100.7');
  const nameFound = performance.now();
  const byAddress = explain(model, 'somebody', addressOf(70_000));
  const addressFound = performance.now();
  const nobody = explain(model, 'somebody', '198.51.100.7');
  const found = [byName.matched, byAddress.matched, nobody.matched].join(', ');
  if (found !== '150000, 170000, ') throw new Error(`found ${found}`);
  console.log(`  ${DEVICES} devices, ${text.split('\n').length - 1} lines`);
  const ms = (from: number, until: number): string => `${(until - from).toFixed(0)} ms`;
  console.log(`  reading the text: ${ms(started, read)}`);
  console.log(
    `  the first message after that: ${ms(read, nameFound)}; the first one by address: ${ms(nameFound, addressFound)} (goal: below 1000 together)`,
  );
  for (const [title, user, address] of [
    ['by name', '150000', '198.51.100.7'],
    ['by address', 'somebody', addressOf(70_000)],
    ['nobody', 'somebody', '198.51.100.7'],
  ] as const) {
    const times = Array.from({ length: 50 }, () => {
      const from = performance.now();
      explain(model, user, address);
      return performance.now() - from;
    }).sort((a, b) => a - b);
    const median = times[25] ?? 0;
    const worst = times.at(-1) ?? 0;
    console.log(`  ${title}: ${median.toFixed(2)} ms, at worst ${worst.toFixed(2)} ms (goal: below 10)`);
  }
}

function modelOf(text: string): SipConf {
  const root = 'file:///etc/asterisk/sip.conf';
  const settings = { asteriskVersion: '20', opensipsVersion: 'auto', flexisipVersion: '2.5', severities: {} };
  return new SipConf(
    { root, trees: new Map([[root, parseConfig(text)]]), resolve: () => [], companions: new Map() },
    settings,
  );
}

function explain(model: SipConf, user: string, address: string): ReturnType<typeof explainMatching> {
  const message = parseMessage(
    `INVITE sip:100@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP ${address};branch=z9hG4bK1\r\nFrom: <sip:${user}@192.0.2.1>;tag=1\r\nTo: <sip:100@192.0.2.1>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n\r\n`,
  );
  const source = { address, port: 5060, transport: 'udp' } as const;
  return explainMatching(model, { message, source, registrations: [], answer: undefined });
}

function addressOf(index: number): string {
  return `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
}

function sipConf(): string {
  const lines = [
    '[general]',
    'context=public',
    'allowguest=no',
    '',
    '[phone](!)',
    'type=friend',
    'host=dynamic',
    '',
  ];
  for (let index = 0; index < DEVICES; index++) {
    lines.push(
      `[${100_000 + index}](phone)`,
      `secret=s${index}x`,
      `context=internal`,
      `callerid="User ${index}" <${100_000 + index}>`,
      index % 10 === 0 ? `host=${addressOf(index)}` : 'host=dynamic',
      'disallow=all',
      'allow=ulaw,alaw',
    );
  }
  return `${lines.join('\n')}\n`;
}
