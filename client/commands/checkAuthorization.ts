import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { credentialsUsername, digestParameter, messageCredentials } from '../../server/sip/authentication.ts';
import { digestAlgorithm, hashOfAlgorithm } from '../../server/sip/digest/digest.ts';
import { type Verification, verifyMessage } from '../../server/sip/digest/verify.ts';
import { emptyForm, secretOf, secretSteps, usernameStep } from '../digest/questions.ts';
import { indexWithCredentials } from '../digest/seed.ts';
import { readConversation, readSources } from '../digest/sources.ts';
import { runSteps } from '../steps.ts';

const TITLE = 'Check This Authorization';

/** "SIP: Check This Authorization": checks whether the credentials of a message match a password, and if not, why. */
export async function checkAuthorization(client: BaseLanguageClient): Promise<void> {
  const sources = await readSources(client);
  const conversation = await readConversation(client, sources);
  const index = conversation && indexWithCredentials(conversation);
  const message = index === undefined ? undefined : conversation?.messages[index];
  const credentials = message && messageCredentials(message)[0];
  if (conversation === undefined || message === undefined || credentials === undefined) {
    await vscode.window.showWarningMessage(NO_CREDENTIALS);
    return;
  }
  const { offers, settings } = sources;
  const form = emptyForm();
  form.username = credentialsUsername(credentials) ?? '';
  form.realm = digestParameter(credentials, 'realm') ?? '';
  form.account = offers.accounts.find(account => account.username === form.username);
  const isHashed = digestParameter(credentials, 'userhash')?.toLowerCase() === 'true';
  const algorithm = digestAlgorithm(digestParameter(credentials, 'algorithm'));
  const steps = [
    // The header then contains only a hash of the user name.
    ...(isHashed ? [usernameStep(form, offers)] : []),
    ...secretSteps(form, offers, () => algorithm && hashOfAlgorithm(algorithm)),
  ];
  if (!(await runSteps(TITLE, steps))) return;
  const options = {
    secret: secretOf(form),
    username: isHashed ? form.username : undefined,
    realms: settings?.realms,
    server: settings?.server,
  };
  const verifications = verifyMessage(message, options, conversation.messages, index);
  form.password = '';
  await showVerifications(verifications);
}

const NO_CREDENTIALS =
  'There is no Authorization here. Place the cursor in a request with Authorization or Proxy-Authorization, or select that line.';

async function showVerifications(verifications: readonly Verification[]): Promise<void> {
  const allMatch = verifications.every(found => found.verdict === 'match');
  const heading = verifications.map(found => `${found.header}: ${VERDICTS[found.verdict]}`).join('\n');
  const detail = verifications.map(describe).join('\n\n');
  const show = allMatch ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const chosen = await show(heading, { modal: true, detail }, 'Copy');
  if (chosen === 'Copy') await vscode.env.clipboard.writeText(`${heading}\n${detail}\n`);
}

const VERDICTS: Readonly<Record<Verification['verdict'], string>> = {
  match: 'the response matches',
  mismatch: 'the response does not match',
  'cannot-check': 'cannot be checked',
};

function describe(found: Verification): string {
  const about = [
    `user ${found.username ?? '(none)'}`,
    `realm ${found.realm ?? '(none)'}`,
    found.algorithm,
    `${found.method ?? '(no method)'} ${found.uri ?? '(no uri)'}`,
  ];
  return [
    about.join(', '),
    `received ${found.received}`,
    ...(found.computed === null || found.computed === found.received ? [] : [`computed ${found.computed}`]),
    ...[...found.reasons, ...found.notes].map(sentence => `\n${sentence}`),
  ].join('\n');
}
