import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { hashOfAlgorithm } from '../../server/sip/digest/digest.ts';
import { answerResults } from '../../server/sip/digest/digestResults.ts';
import { challengeRefusals } from '../../server/sip/digest/digestServers.ts';
import { SIP_METHODS } from '../../server/sip/methods.ts';
import { askChoice, askTextOrChoice } from '../choices.ts';
import { answerSeed } from '../digest/answerSeed.ts';
import { type DigestForm, emptyForm, keep, secretSteps, usernameStep } from '../digest/questions.ts';
import { showResults } from '../digest/results.ts';
import { type ChallengeSeed, challengeSeeds, unanswerable } from '../digest/seed.ts';
import { type EditorSources, readConversation, readSources } from '../digest/sources.ts';
import { askText, runSteps, type Step } from '../steps.ts';

const TITLE = 'Answer This Challenge';

/** "SIP: Answer This Challenge": the Authorization header for a 401 or 407 in any open text. */
export async function answerChallenge(client: BaseLanguageClient): Promise<void> {
  const sources = await readSources(client);
  const conversation = await readConversation(client, sources);
  const seeds = conversation === undefined ? [] : challengeSeeds(conversation);
  const [first] = seeds;
  if (first === undefined) {
    const reason = conversation && unanswerable(conversation);
    await vscode.window.showWarningMessage(reason ?? NO_CHALLENGE);
    return;
  }
  const form = emptyForm();
  const request: RequestForm = {
    seed: first,
    method: first.method,
    uri: first.uri ?? `sip:${first.challenge.realm}`,
  };
  if (!(await runSteps(TITLE, stepsOf(form, request, seeds, sources)))) return;
  const { seed, method, uri } = request;
  const answer = answerSeed(form, { ...seed, method, uri });
  form.password = '';
  if (answer === undefined) return;
  const { server } = sources.settings ?? {};
  const notes = server === undefined ? [] : challengeRefusals(server, seed.challenge);
  await showResults(TITLE, answerResults(seed.headerName, answer), notes, sources.editor);
}

const NO_CHALLENGE =
  'There is no challenge here. Place the cursor in a 401 or 407 response, or select its WWW-Authenticate or Proxy-Authenticate line.';

interface RequestForm {
  seed: ChallengeSeed;
  method: string | undefined;
  uri: string;
}

function stepsOf(
  form: DigestForm,
  request: RequestForm,
  seeds: readonly ChallengeSeed[],
  { offers }: EditorSources,
): Step[] {
  const usernames = request.seed.username === undefined ? [] : [request.seed.username];
  const all = { ...offers, usernames: [...usernames, ...offers.usernames] };
  return [
    {
      applies: () => seeds.length > 1,
      ask: async frame => {
        const items = seeds.map((seed, index) => ({
          label: seed.challenge.algorithm ?? '',
          description: `realm ${seed.challenge.realm}${index === 0 ? ', the topmost, which a phone answers' : ''}`,
          value: seed,
        }));
        const answer = await askChoice(frame, 'Challenge', items);
        return keep(answer, seed => {
          request.seed = seed;
        });
      },
    },
    usernameStep(form, all),
    ...secretSteps(form, all, () => hashOf(request.seed)),
    {
      applies: () => request.seed.method === undefined,
      ask: async frame => {
        const items = SIP_METHODS.map(method => ({ label: method }));
        const answer = await askTextOrChoice(frame, 'Method of the request', items, () => []);
        return keep(answer, method => {
          request.method = method;
        });
      },
    },
    {
      ask: async frame => {
        const prompt = 'Request-URI of the request, as it appears in uri="..."';
        const check = (text: string) =>
          /^[^\s"]+$/.test(text)
            ? []
            : [{ severity: 'error' as const, message: 'A URI cannot contain spaces or quotes.' }];
        const answer = await askText(frame, { prompt, value: request.uri, check });
        return keep(answer, uri => {
          request.uri = uri;
        });
      },
    },
  ];
}

function hashOf({ challenge }: ChallengeSeed) {
  return challenge.algorithm && hashOfAlgorithm(challenge.algorithm);
}
