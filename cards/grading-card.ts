import type { Catalogue } from './catalogue.ts';
import type { AssessmentCommand } from './catalogue-assessment.ts';
import { assessmentAction } from './finding-card.ts';
import { textField } from './forms.ts';
import type { Card, CardAction, FormField } from './types.ts';

/** What is still to be given for one rule; a table that is to be handed in stands in the place of a rule. */
export interface GradingLine {
  readonly rule: string;
  readonly name: string;
  /** Whose copy of the table; empty: there is one. */
  readonly who: string;
  /** Id of that copy, where a table is to be handed in. */
  readonly copy?: string;
  readonly takes: 'mark' | 'ratio' | 'tick' | 'sample' | 'hand_in';
  /** `0–5 分` */
  readonly range: string;
}

export interface GradingView {
  /** What its forms are about: the period that is graded. */
  readonly subject: string;
  readonly period: string;
  readonly deadline: string;
  readonly lines: readonly GradingLine[];
}

/** More is not read; the rest comes when these are given. */
const LINES_SHOWN_MAX = 20;
const COMMAND_OF = {
  mark: 'give_grade',
  ratio: 'give_ratio',
  tick: 'give_tick',
  sample: 'mark_reviewed',
  hand_in: 'hand_in',
} as const satisfies Record<GradingLine['takes'], AssessmentCommand>;

/** What a grader is asked for, with its range, and until when. */
export function gradingCard({ deadline, lines, period, subject }: GradingView, text: Catalogue): Card {
  const { commands, grading } = text.assessment;
  const shown = lines.slice(0, LINES_SHOWN_MAX);
  const kinds = [...new Set(lines.map(({ takes }) => takes))];
  const examples = kinds.map((takes) => {
    return commands[COMMAND_OF[takes]].example(exampleOf(takes, lines));
  });
  const more = lines.length - shown.length;
  return {
    tone: 'info',
    title: grading.title(period),
    lines: [[grading.ask(deadline)], ...(more > 0 ? [[grading.more(more)]] : [])],
    fields: shown.map(({ name, range, rule, takes, who }) => ({
      label: grading.item(rule, name, who),
      value: [takes === 'mark' ? grading.mark(range) : grading[takes]],
    })),
    clocks: [],
    actions: kinds.map((takes) => givingAction(takes, lines, text)),
    subject: { id: subject, version: 0 },
    footnote: examples.map((example) => grading.hint(example)).join(''),
  };
}

/** A table is handed in for somebody; who grades a rule is mostly known from where he says it. */
function exampleOf(takes: GradingLine['takes'], lines: readonly GradingLine[]): string {
  const { rule = '', who = '' } = lines.find((line) => line.takes === takes) ?? {};
  return takes === 'hand_in' ? `${rule} ${who}`.trim() : rule;
}

function givingAction(takes: GradingLine['takes'], lines: readonly GradingLine[], text: Catalogue): CardAction {
  const { grading, ticks } = text.assessment;
  const isTable = takes === 'hand_in';
  const own = lines.filter((line) => line.takes === takes && (isTable || line.who === '')).slice(0, LINES_SHOWN_MAX);
  const options = own.map(({ copy, name, rule, who }) => ({
    value: copy === undefined ? rule : `${rule}|${copy}`,
    label: grading.item(rule, name, who),
  }));
  const field = isTable ? 'table' : 'rule';
  const rules: FormField = { name: field, label: grading.fields[field], type: 'select', required: true, options };
  const rating = Object.entries(ticks).map(([value, { label }]) => ({ value, label }));
  const fields: Readonly<Record<GradingLine['takes'], readonly FormField[]>> = {
    mark: [textField('points', grading.fields.points, true), textField('note', grading.fields.note, false)],
    ratio: [textField('ratio', grading.fields.ratio, true)],
    tick: [{ name: 'tick', label: grading.fields.tick, type: 'select', required: true, options: rating }],
    sample: [],
    hand_in: [],
  };
  const action = assessmentAction(COMMAND_OF[takes], exampleOf(takes, lines), text);
  const form = options.length === 0 ? {} : { form: [rules, ...fields[takes]] };
  return { ...action, style: 'primary', for: 'everyone', ...form };
}
