import { reversal, unknownName } from './contradictions.ts';
import type { Outline } from './outline.ts';
import type { OutlineCheckItem } from './outline-obligations.ts';
import type { PlacedProblem } from './problems.ts';

type Path = readonly PropertyKey[];

/** Checklists: items that each have their own id in a plan, and readings that mean something. */
export function checkItems(outline: Outline): readonly PlacedProblem[] {
  const { checklists, inspections } = outline;
  return [
    ...Object.entries(checklists).flatMap(([name, items]) =>
      items.flatMap((item, index) => checkItem(outline, item, ['checklists', name, index])),
    ),
    ...Object.entries(inspections).flatMap(([id, { checklist }]) => {
      const path = ['inspections', id, 'checklist'];
      return [
        ...checklist.flatMap((entry, index) => {
          const at = [...path, index];
          if (typeof entry !== 'string') return checkItem(outline, entry, at);
          return unknownName(at, 'checklist', entry, Object.keys(checklists));
        }),
        ...repeatedItems(outline, checklist, path),
      ];
    }),
  ];
}

function checkItem(outline: Outline, item: OutlineCheckItem, path: Path): readonly PlacedProblem[] {
  const systems = outline.systems.map(({ id }) => id);
  return [...unknownName([...path, 'system'], 'system', item.system, systems), ...checkReading(item, path)];
}

function checkReading({ reading, probe }: OutlineCheckItem, path: Path): readonly PlacedProblem[] {
  const readsValue = probe?.certificate !== undefined || probe?.prometheus !== undefined;
  const asksPage = probe?.http !== undefined || probe?.tcp !== undefined;
  const limitless = reading !== undefined && reading.min === undefined && reading.max === undefined;
  const drift = {
    problem: 'it warns of a limit, and there is none',
    remedy: 'give the reading a min or a max, or delete it',
  };
  const unread = {
    problem: 'nothing says which values are normal',
    remedy: 'give the item a reading with a min or a max, such as { unit: days, min: 30 }',
  };
  const idle = { problem: 'it reads no value', remedy: 'delete the reading, or ask for certificate or prometheus' };
  const order = reversal({ from: reading?.min, to: reading?.max }, path);
  return [
    ...(limitless && reading.warn !== undefined ? [{ path: [...path, 'reading', 'warn'], ...drift }] : []),
    ...(readsValue && (reading === undefined || limitless) ? [{ path: [...path, 'probe'], ...unread }] : []),
    ...(asksPage && reading !== undefined ? [{ path: [...path, 'probe'], ...idle }] : []),
    ...order.map(({ remedy }) => ({
      path: [...path, 'reading', 'max'],
      problem: 'it is less than min, so every value is an anomaly',
      remedy,
    })),
  ];
}

/** Results are kept by the id of the item. */
function repeatedItems({ checklists }: Outline, checklist: readonly (string | OutlineCheckItem)[], path: Path) {
  const firstOf = new Map<string, number>();
  return checklist.flatMap((entry, index): readonly PlacedProblem[] => {
    const ids = (typeof entry === 'string' ? (checklists[entry] ?? []) : [entry]).flatMap(({ id }) => id ?? []);
    return ids.flatMap((id, at): readonly PlacedProblem[] => {
      const isHere = ids.indexOf(id) !== at;
      const first = firstOf.get(id);
      if (first === undefined) firstOf.set(id, index);
      if (first === undefined || (first === index && !isHere)) return [];
      const problem = `the plan has an item ${id} already`;
      return [
        { path: [...path, index], problem, remedy: 'give each item of a plan its own id, and name each list once' },
      ];
    });
  });
}
