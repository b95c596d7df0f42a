// The card as a tree of the card editor's nodes. Their names and fields are the editor's own and documented nowhere; they are what
// public exports of it have in common.
import { type CARD_VARIABLES, SHOWN_STATE } from '../platforms/dingtalk/card-contract.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type Props = { readonly [name: string]: Json };
type VariableName = (typeof CARD_VARIABLES)[number]['name'];

export interface Node {
  readonly componentName: string;
  readonly id: string;
  readonly props: Props;
  readonly children?: readonly Node[];
}

/** The editor's numbers of a card's states. */
const STATES = { pending: 1, writing: 2, done: Number(SHOWN_STATE), doing: 4, failed: 5 } as const;

const variable = (name: VariableName | '') => ({ type: 'variableValue', variableType: 'global', variable: name });
const fixedText = (content: string) => ({ type: 'dynamicString', content, i18n: false });
const fixedOf = (type: string, value: Json) => ({
  type,
  valueType: 'fixed',
  value,
  variable: '',
  variableType: 'global',
});
const margins = (vertical: number, horizontal: number) => ({
  marginTop: vertical,
  marginBottom: vertical,
  marginLeft: horizontal,
  marginRight: horizontal,
});
const always = { type: 'dynamicVisible', value: true, valueType: 'fixed', condition: { op: 'and', conditions: [] } };
const noFold = { needFold: false, heightLimit: 480, foldStatusLocalDataKey: '_cardFoldStatusLocalDataKey' };

function node(componentName: string, id: string, props: Props, children?: readonly Node[]): Node {
  return { componentName, id, props, ...(children && { children }) };
}

/** What every node carries besides. */
export function written({ children, ...own }: Node): Json {
  return {
    ...own,
    title: '',
    hidden: false,
    isLocked: false,
    condition: true,
    conditionGroup: '',
    ...(children && { children: children.map(written) }),
  };
}

const title = node('BaseText', 'node_title', {
  text: fixedText(`\${${'title' satisfies VariableName}}`),
  hoverText: fixedText(''),
  enableIcon: false,
  widthMode: 'match_parent',
  maxWidth: fixedOf('dynamicNumber', 0),
  fixedWidth: fixedOf('dynamicNumber', 0),
  maxLine: fixedOf('dynamicNumber', 3),
  fontColorType: 'Standard',
  color: fixedOf('dynamicColor', 'common_level1_base_color'),
  fontSizeType: 'Standard',
  styleType: 'custom',
  styleToken: 'common_body_text_style',
  size: 'middle',
  bold: true,
  italic: false,
  strikeThrough: false,
  lineHeight: 'normal',
  gravity: 'left',
  enableHighlight: false,
  visible: always,
  innerOffset: 0,
  margin: -2,
  ...margins(6, 12),
});

// Its values come with the card and its updates, never as a stream: a streaming component would stay empty.
const content = node('MarkdownBlock', 'node_content', {
  mdVer: 0,
  icon: { type: 'icon', icon: '', iconType: 'emoji' },
  content: { ...variable('content'), varType: 'markdown' },
  isStreaming: false,
  enableLinkStatPoint: false,
  visible: always,
  ...margins(6, 12),
});

const buttons = node('ButtonGroup', 'node_buttons', {
  buttonsSource: 'variable',
  dynamicButtons: variable('btns'),
  fixedButtonIds: [],
  fixedButtons: [],
  enableResponsiveLayout: false,
  responsiveLayoutWidth: 350,
  matchContent: false,
  buttonSpacing: 8,
  visible: always,
  innerOffset: 0,
  margin: -2,
  ...margins(6, 12),
});

/** The card shows one of its states at a time; all of them have to be there. */
function state(name: keyof typeof STATES, children: readonly Node[]): Node {
  const shown = node(
    'AICardContent',
    `node_${name}_content`,
    { visible: always, disabledWhileForward: false, innerOffset: 0, margin: -2, ...margins(0, 0) },
    children,
  );
  const inner =
    name === 'pending'
      ? node('AIPending', 'node_pending_tip', {
          pendingTip: fixedText('…'),
          style: 'embed',
          hideIcon: false,
          ...margins(0, 0),
        })
      : shown;
  const props = {
    status: STATES[name],
    enableExtend: false,
    enableCollapse: false,
    autoFoldConfig: noFold,
    innerOffset: 0,
    margin: -2,
    ...margins(0, 0),
  };
  return node('AICardStatusContainer', `node_${name}`, props, [inner]);
}

export const cardRoot = node(
  'AICardContainer',
  'node_root',
  {
    flowStatusVar: variable('flowStatus'),
    // What the list of chats shows.
    summaryContent: variable('title'),
    enablePending: true,
    enableWriting: true,
    enableDoing: true,
    enableFailed: true,
    enableTitle: false,
    enableFlowAbort: false,
    enableGradientBorder: false,
    operationPenalType: 'custom',
    cardSizeMode: 'adaptive',
    cardSizeHeightMode: 'adaptive',
    cardSizeWidthMode: 'adaptive',
    cardSizeHeight: fixedOf('dynamicNumber', 226),
    hasBackground: false,
    backgroundType: 'Standard',
    standardBackgroundColor: 'gray',
    backgroundColor: '#F6F6F6',
    darkModeBackgroundColor: '#3C3C3C',
    enableEngineUpgrade: false,
    enableExposeStatPoint: false,
    enableDebugTool: false,
    innerOffset: 0,
    ...margins(0, 0),
  },
  [
    state('pending', []),
    state('writing', []),
    state('doing', []),
    state('done', [title, content, buttons]),
    state('failed', []),
  ],
);
