import type { BaseLanguageClient } from 'vscode-languageclient';
import { hashOfAlgorithm } from '../../server/sip/digest/digest.ts';
import { answerResults, type DigestResult, storedResults } from '../../server/sip/digest/digestResults.ts';
import { DIGEST_SERVERS } from '../../server/sip/digest/digestServers.ts';
import { storedForms } from '../../server/sip/digest/storedForms.ts';
import { answerSeed } from '../digest/answerSeed.ts';
import {
  type DigestForm,
  emptyForm,
  type Offers,
  realmStep,
  secretOf,
  secretSteps,
  usernameStep,
} from '../digest/questions.ts';
import { showResults } from '../digest/results.ts';
import { type ChallengeSeed, challengeSeeds } from '../digest/seed.ts';
import { type EditorSources, isConfiguration, readConversation, readSources } from '../digest/sources.ts';
import { runSteps } from '../steps.ts';

const TITLE = 'Compute Digest Hashes';

/** "SIP: Compute Digest Hashes": what the three servers store for a user, a realm and a password. */
export async function computeDigestHashes(client: BaseLanguageClient): Promise<void> {
  const sources = await readSources(client);
  const seed = await challengeOf(client, sources);
  const offers = offersWith(sources, seed);
  const form = emptyForm();
  const steps = [
    usernameStep(form, offers),
    realmStep(form, offers),
    ...secretSteps(form, offers, () => undefined),
  ];
  if (!(await runSteps(TITLE, steps))) return;
  const results = resultsOf(form, sources, seed);
  form.password = '';
  await showResults(
    `${TITLE}: ${form.username}, realm ${form.realm}`,
    results,
    notesOf(sources),
    sources.editor,
  );
}

async function challengeOf(
  client: BaseLanguageClient,
  sources: EditorSources,
): Promise<ChallengeSeed | undefined> {
  if (isConfiguration(sources.editor) && sources.selection.trim() === '') return undefined;
  const conversation = await readConversation(client, sources);
  return conversation && challengeSeeds(conversation)[0];
}

/** The selection is used as a user name if it is one word. */
function offersWith({ offers, selection }: EditorSources, seed: ChallengeSeed | undefined): Offers {
  const word = /^[^\s"<>;,=[\]]{1,64}$/.test(selection.trim()) ? [selection.trim()] : [];
  const ofSeed = seed === undefined ? [] : [seed.challenge.realm];
  return {
    ...offers,
    usernames: [...word, ...(seed?.username === undefined ? [] : [seed.username]), ...offers.usernames],
    realms: [...ofSeed, ...offers.realms],
  };
}

function resultsOf(
  form: DigestForm,
  { settings }: EditorSources,
  seed: ChallengeSeed | undefined,
): DigestResult[] {
  const secret = secretOf(form);
  const forms = storedForms({
    username: form.username,
    realm: form.realm,
    domain: form.account?.domain,
    secret:
      'password' in secret
        ? secret
        : { ha1: { [hashOfAlgorithm(secret.algorithm)]: secret.ha1.toLowerCase() } },
  });
  const stored = storedResults(forms, settings?.server);
  const answer = seed?.challenge.realm === form.realm ? answerSeed(form, seed) : undefined;
  return answer === undefined || seed === undefined
    ? stored
    : [...answerResults(seed.headerName, answer), ...stored];
}

function notesOf({ settings }: EditorSources): string[] {
  return settings === undefined ? [] : [DIGEST_SERVERS[settings.server].limits];
}
