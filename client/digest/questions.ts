import type { DigestAlgorithm, HashName } from '../../server/sip/digest/digest.ts';
import { computeHa1, hashOfAlgorithm } from '../../server/sip/digest/digest.ts';
import { checkHa1, checkPassword, checkRealm, checkUsername } from '../../server/sip/digest/digestInput.ts';
import type { DigestAccount } from '../../server/sip/digest/digestSettings.ts';
import { askChoice, askTextOrChoice } from '../choices.ts';
import { type Answer, askText, type Frame, type Step } from '../steps.ts';

/** The secret that a person gave, or that the open file stores. */
export type GivenSecret =
  | { readonly password: string }
  | { readonly ha1: string; readonly algorithm: DigestAlgorithm };

/** The answers of a series of questions. Lives as long as the command, and so does the secret. */
export interface DigestForm {
  username: string;
  realm: string;
  account: DigestAccount | undefined;
  /** Undefined: a password is typed. */
  stored: GivenSecret | undefined;
  password: string;
}

/** The source of the suggestions of a question. */
export interface Offers {
  readonly usernames: readonly string[];
  readonly realms: readonly string[];
  readonly accounts: readonly DigestAccount[];
  /** Base name of the file that the accounts are from. */
  readonly file: string;
}

export function usernameStep(form: DigestForm, offers: Offers): Step {
  const unique = [...new Set(offers.usernames)].filter(name => name !== '');
  const known = new Set(unique);
  const others = offers.accounts.filter(account => !known.has(account.username));
  const items = [...unique, ...others.map(account => account.username)].map(username => {
    const account = offers.accounts.find(found => found.username === username);
    const description = account === undefined ? '' : `realm ${account.realm}, ${offers.file}`;
    return { label: username, description };
  });
  return {
    ask: async frame => {
      const placeholder = 'User name: type or select one';
      const answer = await askTextOrChoice(frame, placeholder, items, checkUsername);
      return keep(answer, username => {
        form.username = username;
        form.account = offers.accounts.find(account => account.username === username);
      });
    },
  };
}

export function realmStep(form: DigestForm, offers: Offers): Step {
  return {
    ask: async frame => {
      const ofAccount = form.account === undefined ? [] : [form.account.realm];
      const realms = [...new Set([...ofAccount, ...offers.realms])].filter(realm => realm !== '');
      const items = realms.map(realm => ({ label: realm }));
      const placeholder = 'Realm: type or select one';
      const answer = await askTextOrChoice(frame, placeholder, items, checkRealm);
      return keep(answer, realm => {
        form.realm = realm;
      });
    },
  };
}

/** The stored secret of the account if there is one, otherwise a typed password. */
export function secretSteps(form: DigestForm, offers: Offers, hash: () => HashName | undefined): Step[] {
  const usable = () => usableSecret(form, hash());
  return [
    {
      applies: () => {
        const applies = usable() !== undefined;
        if (!applies) form.stored = undefined;
        return applies;
      },
      ask: async frame => {
        const stored = usable();
        const what = stored !== undefined && 'ha1' in stored ? 'md5secret' : 'password';
        const items = [
          { label: `Use the ${what} of ${form.username} in ${offers.file}`, value: stored },
          { label: 'Type a password', value: undefined },
        ];
        const answer = await askChoice<GivenSecret | undefined>(frame, 'Password', items);
        return keep(answer, secret => {
          form.stored = secret;
        });
      },
    },
    {
      applies: () => form.stored === undefined,
      ask: async frame => askPassword(frame, form),
    },
  ];
}

/** The HA1 of the form for a hash; undefined if only another hash is known. */
export function ha1Of(form: DigestForm, hash: HashName): string | undefined {
  const secret = secretOf(form);
  if ('password' in secret) return computeHa1(hash, form.username, form.realm, secret.password);
  return hashOfAlgorithm(secret.algorithm) === hash ? secret.ha1.toLowerCase() : undefined;
}

export function secretOf(form: DigestForm): GivenSecret {
  return form.stored ?? { password: form.password };
}

export function emptyForm(): DigestForm {
  return { username: '', realm: '', account: undefined, stored: undefined, password: '' };
}

/** A stored hash is only valid for its own realm and hash function. */
function usableSecret(form: DigestForm, hash: HashName | undefined): GivenSecret | undefined {
  const secret = form.account?.secret;
  if (secret === undefined || secret === null) return undefined;
  if ('password' in secret) return secret;
  const fits = hash === undefined || hashOfAlgorithm(secret.algorithm) === hash;
  const isWhole = !checkHa1(secret.ha1, secret.algorithm).some(problem => problem.severity === 'error');
  return fits && isWhole && (form.realm === '' || form.account?.realm === form.realm) ? secret : undefined;
}

async function askPassword(frame: Frame, form: DigestForm): Promise<Answer<unknown>> {
  const answer = await askText(frame, {
    prompt: `Password of ${form.username}. It is not stored and does not leave this machine.`,
    value: '',
    password: true,
    check: checkPassword,
  });
  return keep(answer, password => {
    form.password = password;
  });
}

export function keep<Value>(answer: Answer<Value>, store: (value: Value) => void): Answer<Value> {
  if (answer.kind === 'value') store(answer.value);
  return answer;
}
