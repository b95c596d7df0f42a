// Writes templates/dingtalk/dutybell-card.json, which DingTalk's card editor imports: `node scripts/dingtalk-card-template.ts`.
// Nobody has imported it into the live editor yet; docs/dingtalk.md says how the same template is built by hand.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUES } from '../cards/language.ts';
import { CARD_VARIABLES, type CardButton, SHOWN_STATE } from '../platforms/dingtalk/card-contract.ts';
import { cardRoot, type Json, type Node, written } from './dingtalk-card-nodes.ts';

const TEMPLATE_FILE = join(import.meta.dirname, '../templates/dingtalk/dutybell-card.json');

interface Field {
  readonly name: string;
  readonly type: string;
  readonly fields?: readonly Field[];
}

/** What an entry of a list of buttons holds. */
const BUTTON_FIELDS: readonly Field[] = [
  { name: 'text', type: 'string' },
  { name: 'color', type: 'string' },
  { name: 'status', type: 'string' },
  {
    name: 'event',
    type: 'dynamicEvent',
    fields: [
      { name: 'type', type: 'string' },
      {
        name: 'params',
        type: 'object',
        fields: [
          { name: 'url', type: 'string' },
          { name: 'actionId', type: 'string' },
          { name: 'params', type: 'object' },
        ],
      },
    ],
  },
];

const { card, commands, names } = CATALOGUES.zh;
const SAMPLE_BUTTONS = [
  { text: commands.acknowledge.label, color: 'blue', action: 'acknowledge' },
  { text: card.details, color: 'gray', action: 'show_ticket' },
] as const;

/** What the editor's preview shows. */
const SAMPLE = {
  title: `🔴 GZ-260303-01 [${names.status.open}]`,
  content: `09:00:00\n\n- ${names.role.reporter}\n- ${names.role.engineer}`,
  btns: SAMPLE_BUTTONS.map(
    ({ action, color, text }): CardButton => ({
      text,
      color,
      status: 'normal',
      event: { type: 'sendCardRequest', params: { actionId: action, params: { action: `${action}.1.T1` } } },
    }),
  ),
  flowStatus: SHOWN_STATE,
} satisfies Record<(typeof CARD_VARIABLES)[number]['name'], Json>;

/** The whole file, as the editor exports one: the card as JSON in JSON. What the editor compiles from it is left to the editor. */
export function cardTemplate(): string {
  const exported = { editorData: JSON.stringify(editorData()), widgetInfo: '', type: 'im', mode: 'card' };
  return `${JSON.stringify(exported, undefined, 2)}\n`;
}

function editorData(): Json {
  return {
    schemaVersion: '3.0.0',
    schema: {
      config: null,
      componentsMap: componentsOf(cardRoot).map((name) => ({
        package: '@ali/dxComponent',
        version: '1.0.0',
        exportName: name,
        main: './src/index.tsx',
        destructuring: false,
        subName: '',
        componentName: name,
      })),
      componentsTree: [written(cardRoot)],
      i18n: {},
      version: '1.0.0',
    },
    mockData: { cardData: SAMPLE, cardPrivateData: {}, localData: {}, richTextData: {} },
    editVersion: 0,
    customWidgetInfo: '',
    useCustomWidgetInfo: false,
    variableList: CARD_VARIABLES.map(({ isBuiltIn, name, type }) => ({
      ...variableOf(name, name, type, isBuiltIn),
      ...(isBuiltIn && { visible: false }),
      ...(type === 'buttonGroup' && { schema: BUTTON_FIELDS.map((field) => fieldOf(field, name)) }),
    })),
    formList: [],
    customContextList: [],
    expList: [],
    localList: [],
    hsfList: [],
    lwpList: [],
    pageData: {},
    extension: { extendType: 'AI', aiStatusList: [1, 2, 3, 4, 5], fileTypeList: [] },
  };
}

function componentsOf({ children = [], componentName }: Node): readonly string[] {
  return [...new Set([...children.flatMap(componentsOf), componentName])];
}

/** The editor names a field by the list and its own name, however deep it is. */
function fieldOf({ fields, name, type }: Field, list: string): Json {
  const own = variableOf(`${list}.${name}`, name, type, true);
  return fields ? { ...own, schema: fields.map((field) => fieldOf(field, list)) } : own;
}

function variableOf(id: string, name: string, type: string, disabled: boolean) {
  return { id, name, type, description: '', private: false, editorVarType: 'variables', disabled };
}

if (import.meta.main) writeFileSync(TEMPLATE_FILE, cardTemplate());
