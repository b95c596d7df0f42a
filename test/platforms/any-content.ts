import fc from 'fast-check';
import type { Card, CardAction, CardField, FormField, Line } from '../../cards/types.ts';
import { personId } from '../../domain/types.ts';
import type { WireContent } from '../../platforms/types.ts';

const HOSTILE = [
  '<@all>',
  '[点我](http://x.example)',
  '**',
  '`',
  '# ',
  '> ',
  '_x_',
  '~~',
  '&lt;',
  'toString',
  '\n- ',
  '👨‍👩‍👧',
  '\u{20bb7}',
  '（',
  '）',
  '7. ',
  'dtmd://x',
];
const text = fc
  .array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom(...HOSTILE, '故障', ' ')), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));
const line: fc.Arbitrary<Line> = fc.array(
  fc.oneof(
    text,
    fc.record({ bold: text }),
    fc.record({ mention: fc.constantFrom('li', 'wang', 'nobody').map(personId) }),
  ),
  { maxLength: 4 },
);
const subject = fc.record({ id: fc.oneof(fc.stringMatching(/^[0-9A-Z]{26}$/), text), version: fc.nat() });
const name = fc.stringMatching(/^[a-z][a-z_]{0,11}$/);
const formField: fc.Arbitrary<FormField> = fc.oneof(
  fc.record({
    name,
    label: text,
    type: fc.constant('text' as const),
    required: fc.boolean(),
    maxLength: fc.constant(2_000),
  }),
  fc.record({
    name,
    label: text,
    type: fc.constant('select' as const),
    required: fc.boolean(),
    options: fc.array(fc.record({ value: text, label: text }), { maxLength: 12 }),
  }),
  fc.record({
    name,
    label: text,
    type: fc.constant('rating' as const),
    required: fc.boolean(),
    max: fc.integer({ min: 1, max: 12 }),
  }),
);
const action: fc.Arbitrary<CardAction> = fc.record(
  {
    action: name,
    label: text,
    style: fc.constantFrom('primary' as const, 'default' as const, 'danger' as const),
    for: fc.constant('everyone' as const),
    subject,
    form: fc.array(formField, { maxLength: 4 }),
    hint: text,
    command: text,
  },
  { requiredKeys: ['action', 'label', 'style', 'for'] },
);
const field: fc.Arbitrary<CardField> = fc.record(
  { label: text, value: line, isInClocks: fc.constant(true as const), isMinor: fc.constant(true as const) },
  { requiredKeys: ['label', 'value'] },
);
const clock = fc.record(
  { label: text, startedAt: fc.nat(), dueAt: fc.nat(), breached: fc.boolean(), standing: text },
  { requiredKeys: ['label', 'startedAt', 'dueAt', 'breached'] },
);
const card: fc.Arbitrary<Card> = fc.record(
  {
    tone: fc.constantFrom(
      'neutral' as const,
      'info' as const,
      'warning' as const,
      'danger' as const,
      'success' as const,
    ),
    title: text,
    badge: text,
    lines: fc.oneof(fc.constant([]), fc.array(line, { maxLength: 9 })),
    fields: fc.array(field, { maxLength: 12 }),
    clocks: fc.array(clock, { maxLength: 8 }),
    actions: fc.array(action, { maxLength: 18 }),
    subject,
    footnote: text,
    wholeBy: name,
    asksForm: fc.constant(true as const),
  },
  { requiredKeys: ['tone', 'title', 'lines', 'fields', 'clocks', 'actions'] },
);
/** Whatever somebody may want to say, hostile words and odd cards included. */
export const anyContent: fc.Arbitrary<WireContent> = fc.record(
  {
    card,
    lines: fc.array(fc.array(fc.oneof(text, fc.record({ bold: text })), { maxLength: 3 }), { maxLength: 4 }),
    people: fc.constant({ li: { userId: 'li', name: '<@all>' }, wang: { userId: 'wang' } }),
  },
  { requiredKeys: ['lines', 'people'] },
);
