import { type Document, isMap, isNode, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';
import { fileProblem, InvalidPack, type PackProblem, type PlacedProblem, pathText } from './problems.ts';

/** A longer file is no contract pack. In UTF-16 units. */
const SOURCE_MAX = 1_000_000;
/** How often aliases may unfold what they stand for. */
const ALIASES_MAX = 50;

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
  const broken = [...document.errors, ...document.warnings].map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    const remedy = 'correct the YAML at this place';
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
  return { path: pathText(placed.path), line, column: col, problem: placed.problem, remedy: placed.remedy };
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
