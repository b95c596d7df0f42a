import { type Document, isMap, isNode, isScalar, LineCounter, type Pair, parseDocument, type YAMLError } from 'yaml';
import { fileProblem, InvalidPack, type PackProblem, type PlacedProblem, pathText } from './problems.ts';

/** A longer file is no contract pack. In UTF-16 units. */
const SOURCE_MAX = 1_000_000;
/** How often aliases may unfold what they stand for. */
const ALIASES_MAX = 50;
/** A key before what a Chinese keyboard types for a colon, at the beginning of a line or of an entry in braces. */
const WIDE_COLON = /(?:^[\s-]*|[{,\uff0c]\s*)[\w.-]+(?<colon>\uff1a)/u;
/** What a Chinese keyboard types for marks that YAML and times are written with. A text of many words may have them. */
const WIDE_MARKS: Readonly<Record<string, string>> = {
  '\uff1a': ':',
  '\uff0c': ',',
  '\uff0d': '-',
  '\uff08': '(',
  '\uff09': ')',
  '\u3010': '[',
  '\u3011': ']',
};
/** A longer text is one to read, in UTF-16 units. */
const SHORT_MAX = 40;

/** A YAML file whose values know their line and column. */
export interface YamlSource {
  readonly value: unknown;
  /** Problems with their places, in the order of the file. */
  locate(problems: readonly PlacedProblem[]): readonly PackProblem[];
}

/** @throws {InvalidPack} the text is not YAML, or has a key twice */
export function readYaml(text: string, sourceName: string): YamlSource {
  if (text.length > SOURCE_MAX) {
    const problem = `the file has more than ${SOURCE_MAX} characters`;
    throw new InvalidPack([fileProblem(sourceName, problem, 'check that it is the right file')]);
  }
  const lines = new LineCounter();
  // Without merge keys and custom tags a file says what it says.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const broken = distinct([...document.errors, ...document.warnings]).map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    const remedy = remedyOf(error, text.split('\n')[line - 1] ?? '');
    return { file: sourceName, path: '', line, column: col, problem: error.message, remedy };
  });
  if (broken.length > 0) throw new InvalidPack(broken);
  return {
    value: unfold(document, sourceName),
    locate: (problems) =>
      problems
        .map((problem) => ({ file: sourceName, ...withPlace(problem, document, lines) }))
        .sort((a, b) => a.line - b.line || a.column - b.column),
  };
}

/** What the parser says after it has lost its way is noise; a key that is there twice leads nobody astray. */
function distinct(errors: readonly YAMLError[]): readonly YAMLError[] {
  const lost = errors.filter(({ code }) => code !== 'DUPLICATE_KEY').toSorted((a, b) => a.pos[0] - b.pos[0])[0];
  return errors.filter((error) => error === lost || error.code === 'DUPLICATE_KEY');
}

function remedyOf({ code }: YAMLError, line: string): string {
  if (code === 'DUPLICATE_KEY') return 'keep one of the two';
  if (code === 'TAB_AS_INDENT') return 'indent with spaces';
  const wide = WIDE_COLON.exec(line)?.groups?.colon;
  if (wide !== undefined) return `behind a key write ": " in place of "${wide}"`;
  const comma = line.includes('\uff0c') ? `; between entries write ", " in place of "\uff0c"` : '';
  return `correct the YAML at this place; a text with ": " or " #" in it goes in quotes${comma}`;
}

function unfold(document: Document.Parsed, sourceName: string): unknown {
  try {
    return document.toJS({ maxAliasCount: ALIASES_MAX });
  } catch (error) {
    // A chain of aliases that unfolds to millions of values.
    if (!(error instanceof ReferenceError)) throw error;
    throw new InvalidPack([fileProblem(sourceName, error.message, 'write the values without aliases')]);
  }
}

function withPlace(placed: PlacedProblem, document: Document.Parsed, lines: LineCounter): Omit<PackProblem, 'file'> {
  const { line, col } = lines.linePos(offsetOf(placed, document));
  const remedy = `${placed.remedy}${wideMarks(placed, document)}`;
  return { path: pathText(placed.path), line, column: col, problem: placed.problem, remedy };
}

/** Full-width marks look right to whoever typed them, so they are named. */
function wideMarks({ atKey, path }: PlacedProblem, document: Document.Parsed): string {
  const text = atKey === true ? path.at(-1) : document.getIn(path);
  if (typeof text !== 'string' || text.length > SHORT_MAX) return '';
  const wide = Object.entries(WIDE_MARKS).filter(([mark]) => text.includes(mark));
  return wide.map(([mark, plain]) => `; "${mark}" is full-width, write "${plain}"`).join('');
}

/** Where the value (or key) begins; of a value that is missing, where what should hold it begins. */
function offsetOf({ path, atKey }: PlacedProblem, document: Document.Parsed): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const isWhole = length === path.length;
    const node = atKey === true && isWhole ? keyNode(path, document) : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range != null) return node.range[0];
  }
  return 0;
}

function keyNode(path: readonly PropertyKey[], document: Document.Parsed): unknown {
  const parent = document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const isPair = (pair: Pair): boolean => isScalar(pair.key) && pair.key.value === path.at(-1);
  return parent.items.find(isPair)?.key;
}
