import type { Contract } from '../domain/contract.ts';
import type { Catalogue } from './catalogue.ts';
import type { CardField } from './types.ts';
import { levelName, systemName } from './words.ts';

/** 按建议登记. */
export const DRAFT_ADVISED_ACTION = 'draft_advised';

/** What would be registered by a model's suggestion; the level is absent where nothing would be. */
export interface AdviceView {
  readonly kind: 'incident' | 'request' | 'none';
  readonly systemId?: string;
  readonly level?: string;
}

/** What the bot itself would register. */
interface OwnView {
  readonly isRequest?: true;
  readonly systemId?: string;
  readonly level: string;
}

/** Whether following the suggestion would register anything else than the buttons that are there anyway. */
export function isNews({ kind, level, systemId }: AdviceView, own: OwnView): boolean {
  if (kind === 'none') return false;
  return (kind === 'request') !== (own.isRequest === true) || systemId !== own.systemId || level !== own.level;
}

export function adviceWords({ kind, level, systemId }: AdviceView, contract: Contract, text: Catalogue): string {
  return text.advice.value([
    text.advice.kinds[kind],
    ...(systemId === undefined ? [] : [systemName(contract, systemId, text)]),
    ...(level === undefined ? [] : [levelName(contract, level, text)]),
  ]);
}

export function adviceFields(view: AdviceView | undefined, contract: Contract, text: Catalogue): readonly CardField[] {
  return view ? [{ label: text.advice.label, value: [adviceWords(view, contract, text)] }] : [];
}
