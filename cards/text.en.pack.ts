import type { PackTexts } from './catalogue-digest.ts';

export const packTextsEn: PackTexts = {
  inForce: (contract) => `The contract pack of "${contract}" was updated and is in force.`,
  changes: (changes, more) => `Changed: ${changes.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
  clock: (name, levels) => (levels.length > 0 ? `${name} (${levels.join(', ')})` : name),
  target: (clock, from, to) => `${clock} from ${from} to ${to}, for new tickets only`,
  added: (clock, target) => `new: ${clock} ${target}`,
  dropped: (clock) => `no more: ${clock}`,
  days: (days, count) =>
    `hours of ${days.join(', ')}${count > days.length ? ` and ${count - days.length} more days` : ''}`,
  moved: (tickets, count) => {
    if (count === 0) return 'No open ticket is due at another time.';
    if (tickets.length === 0) return `${count} open tickets are due at another time.`;
    const more = count > tickets.length ? `, and ${count - tickets.length} more` : '';
    return `Open tickets that are due at another time: ${tickets.join('; ')}${more}.`;
  },
  ticket: (number, moves) => `${number} ${moves.join(', ')}`,
  move: (clock, from, to) => (from === undefined ? `${clock} now ${to}` : `${clock} ${from} → ${to}`),
  refused: (contract) =>
    `The change of the contract pack of "${contract}" was refused; the earlier one stays in force.`,
  mistake: ({ file, line, path, problem, remedy }) =>
    `${file} line ${line}${path === '' ? '' : ` ${path}`}: ${problem}; ${remedy}.`,
  moreMistakes: (count) => `${count} more.`,
};
