import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { CARD_VARIABLES, readCardParams, SHOWN_STATE } from '../../../platforms/dingtalk/card-contract.ts';
import type { CardParams } from '../../../platforms/dingtalk/types.ts';
import { cardTemplate } from '../../../scripts/dingtalk-card-template.ts';

// The template that people import, against what the program sends. Whether DingTalk's editor takes it, only a live account can tell.

const file = readFileSync(join(import.meta.dirname, '../../../templates/dingtalk/dutybell-card.json'), 'utf8');

interface TreeNode {
  readonly componentName: string;
  readonly id: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly children?: readonly TreeNode[] | undefined;
}

const nodeSchema: z.ZodType<TreeNode> = z.lazy(() =>
  z.object({
    componentName: z.string(),
    id: z.string(),
    props: z.record(z.string(), z.unknown()),
    children: z.array(nodeSchema).optional(),
  }),
);
const editorSchema = z.object({
  schemaVersion: z.literal('3.0.0'),
  schema: z.object({
    componentsMap: z.array(z.object({ componentName: z.string() })),
    componentsTree: z.array(nodeSchema),
  }),
  mockData: z.object({ cardData: z.record(z.string(), z.unknown()) }),
  variableList: z.array(z.object({ name: z.string(), type: z.string(), private: z.boolean() })),
});
const exported = z
  .strictObject({ editorData: z.string(), widgetInfo: z.literal(''), type: z.literal('im'), mode: z.literal('card') })
  .parse(JSON.parse(file));
const editor = editorSchema.parse(JSON.parse(exported.editorData));
const nodes = editor.schema.componentsTree.flatMap(withChildren);

function withChildren(node: TreeNode): readonly TreeNode[] {
  return [node, ...(node.children ?? []).flatMap(withChildren)];
}

test('the file is what the script makes', () => {
  expect(file, 'run: node scripts/dingtalk-card-template.ts').toBe(cardTemplate());
});

test('it has the variables that the program fills in, all of them public', () => {
  expect(editor.variableList.map(({ name, type }) => ({ name, type }))).toEqual(
    CARD_VARIABLES.map(({ name, type }) => ({ name, type })),
  );
  expect(editor.variableList.some((variable) => variable.private)).toBe(false);
});

test('each variable is shown, and nothing is bound to one that there is none of', () => {
  const bound = nodes.flatMap(({ props }) => [
    ...Object.values(props).flatMap((value) => {
      const read = z.object({ variable: z.string().min(1) }).safeParse(value);
      return read.success ? [read.data.variable] : [];
    }),
    ...Array.from(JSON.stringify(props).matchAll(/\$\{(\w+)\}/g), ([, name = '']) => name),
  ]);
  expect([...new Set(bound)].toSorted()).toEqual(CARD_VARIABLES.map(({ name }) => name).toSorted());
});

test('title, content and buttons stand in the state that the program asks for', () => {
  const done = nodes.filter(({ props }) => props.status === Number(SHOWN_STATE));
  const [state] = done;
  expect(done).toHaveLength(1);
  expect(withChildren(state!).map(({ componentName }) => componentName)).toEqual([
    'AICardStatusContainer',
    'AICardContent',
    'BaseText',
    'MarkdownBlock',
    'ButtonGroup',
  ]);
});

test('the editor is told of each kind of component, and no two have one id', () => {
  const named = editor.schema.componentsMap.map(({ componentName }) => componentName);
  expect(new Set(nodes.map(({ componentName }) => componentName))).toEqual(new Set(named));
  expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
});

test('the preview shows what the program could send', () => {
  const { btns, ...words } = z
    .object({ title: z.string(), content: z.string(), flowStatus: z.string(), btns: z.array(z.unknown()) })
    .parse(editor.mockData.cardData);
  expect(readCardParams({ ...words, btns: JSON.stringify(btns) }).btns).toHaveLength(2);
});

const params: CardParams = { title: 'T', content: '', btns: '[]', flowStatus: SHOWN_STATE };

test.each([
  ['another variable', { ...params, status: 'open' }],
  ['no title', { ...params, title: '' }],
  ['buttons that are no list', { ...params, btns: '{}' }],
  ['a button without its event', { ...params, btns: '[{"text":"a","color":"blue","status":"normal"}]' }],
  ['a state that shows something else', { ...params, flowStatus: '1' }],
])('the contract refuses %s', (_what, wrong) => {
  expect(readCardParams(params).btns).toEqual([]);
  expect(() => readCardParams(wrong)).toThrow();
});
