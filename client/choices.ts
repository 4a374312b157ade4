import * as vscode from 'vscode';
import type { InputProblem } from '../server/sip/digest/digestInput.ts';
import { type Answer, type Frame, finisher, firstError, framed } from './steps.ts';

export interface ChoiceItem<Value> {
  readonly label: string;
  readonly description?: string;
  readonly value: Value;
}

/** One of several values; `active` is the one that Enter chooses, instead of the first. */
export function askChoice<Value>(
  frame: Frame,
  placeholder: string,
  items: readonly ChoiceItem<Value>[],
  active?: Value,
): Promise<Answer<Value>> {
  const pick = vscode.window.createQuickPick<ChoiceItem<Value>>();
  Object.assign(pick, framed(frame), { placeholder, matchOnDescription: true, items });
  if (active !== undefined) pick.activeItems = items.filter(({ value }) => value === active);
  return new Promise(resolve => {
    const finish = finisher(pick, resolve);
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems[0];
      if (chosen !== undefined) finish({ kind: 'value', value: chosen.value });
    });
    pick.onDidTriggerButton(() => finish({ kind: 'back' }));
    pick.onDidHide(() => finish({ kind: 'cancelled' }));
    pick.show();
  });
}

/** A text, typed or selected from a list of likely ones. A text that `check` refuses is not accepted. */
export function askTextOrChoice(
  frame: Frame,
  placeholder: string,
  items: readonly { readonly label: string; readonly description?: string }[],
  check: (text: string) => readonly InputProblem[],
): Promise<Answer<string>> {
  const pick = vscode.window.createQuickPick();
  Object.assign(pick, framed(frame), { placeholder, matchOnDescription: true, items });
  const typedItem = (text: string): vscode.QuickPickItem => {
    const description = firstError(check(text))?.message ?? 'as typed';
    return { label: text, description, alwaysShow: true };
  };
  // The list follows the typed text after a moment: a quick Enter must not accept an item that was active before.
  let isTypedShown = false;
  return new Promise(resolve => {
    const finish = finisher(pick, resolve);
    pick.onDidChangeValue(text => {
      isTypedShown = false;
      const isNew = text.trim() !== '' && !items.some(item => item.label === text);
      pick.items = isNew ? [typedItem(text), ...items] : items;
    });
    pick.onDidChangeActive(([active]) => {
      isTypedShown ||= active !== undefined && !items.includes(active) && active.label === pick.value;
    });
    pick.onDidAccept(() => {
      const text = meantText(pick.value, pick.selectedItems[0], items, isTypedShown);
      if (firstError(check(text)) === undefined) finish({ kind: 'value', value: text });
    });
    pick.onDidTriggerButton(() => finish({ kind: 'back' }));
    pick.onDidHide(() => finish({ kind: 'cancelled' }));
    pick.show();
  });
}

/** What Enter means: the selected item, unless it belongs to the text that was typed before. */
function meantText<Item extends vscode.QuickPickItem>(
  text: string,
  selected: Item | undefined,
  items: readonly Item[],
  isTypedShown: boolean,
): string {
  if (selected === undefined || !items.includes(selected)) return text;
  if (text.trim() === '') return selected.label;
  const words = `${selected.label} ${selected.description ?? ''}`.toLowerCase();
  const isExact = items.some(item => item.label === text);
  return words.includes(text.toLowerCase()) && (isTypedShown || isExact) ? selected.label : text;
}
