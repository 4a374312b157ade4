import { alone, type InventoryGroup, type InventoryItem, withoutEmpty } from '../../../inventory.ts';
import type { UsersModel } from '../model/model.ts';
import { columns } from './cursor.ts';

/** The users, by their lines. */
export function inventoryOf(model: UsersModel): InventoryGroup[] {
  const keys = model.statements.flatMap(({ kind }, line) => (kind === 'user' ? [String(line)] : []));
  return withoutEmpty([{ id: 'users', title: 'Users', keys, item: key => userItem(model, Number(key)) }]);
}

function userItem({ uri, statements }: UsersModel, line: number): InventoryItem | undefined {
  const entry = statements[line];
  if (entry?.kind !== 'user') return undefined;
  const { user, domain, passwords } = entry;
  const range = columns(line, { start: user?.start ?? domain.start, end: domain.end });
  return {
    kind: 'user',
    label: user === undefined ? domain.text : `${user.text}@${domain.text}`,
    detail: passwords.map(({ algorithm }) => algorithm.text).join(', '),
    isAccount: true,
    ...alone({ uri, range }),
  };
}
