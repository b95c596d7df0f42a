// Reads a source file the way the architecture rules need it: its imports, its strings, and the globals that it touches.
import { parseSync, Visitor } from 'oxc-parser';

export interface SourceImport {
  line: number;
  specifier: string;
  /** Leaves nothing behind at run time. */
  isTypeOnly: boolean;
}

export interface SourceMention {
  line: number;
  text: string;
}

export interface SourceScan {
  imports: SourceImport[];
  /** Every text that the program could show or compare with: strings, templates, regular expressions, JSX text. */
  texts: SourceMention[];
  /** What is read or called on a global, as it is written: `Date.now`, `new Date()`, `process.env`, `fetch`. */
  globals: SourceMention[];
  /** Functions that are async, and awaits. */
  asyncs: SourceMention[];
}

/** @throws Error when the file cannot be parsed, since a rule that did not look must not pass. */
export function scanSource(file: string, source: string): SourceScan {
  const { program, errors } = parseSync(file, source, { range: true });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const lineOf = lineFinder(source);
  const scan: SourceScan = { imports: [], texts: [], globals: [], asyncs: [] };

  const addImport = (node: { start: number }, specifier: string, isTypeOnly: boolean) =>
    scan.imports.push({ line: lineOf(node.start), specifier, isTypeOnly });
  const addText = (node: { start: number }, text: string) => scan.texts.push({ line: lineOf(node.start), text });
  const addGlobal = (node: { start: number }, text: string) => scan.globals.push({ line: lineOf(node.start), text });
  const addAsync = (node: { start: number; async?: boolean | null }) => {
    if (node.async !== false) scan.asyncs.push({ line: lineOf(node.start), text: 'async' });
  };

  new Visitor({
    ImportDeclaration(node) {
      const { specifiers } = node;
      const areTypes =
        specifiers.length > 0 && specifiers.every((it) => 'importKind' in it && it.importKind === 'type');
      addImport(node, node.source.value, node.importKind === 'type' || areTypes);
    },
    ExportNamedDeclaration(node) {
      if (node.source) addImport(node, node.source.value, node.exportKind === 'type');
    },
    ExportAllDeclaration(node) {
      addImport(node, node.source.value, node.exportKind === 'type');
    },
    ImportExpression(node) {
      addImport(node, node.source.type === 'Literal' ? String(node.source.value) : '(computed)', false);
    },
    TSImportType(node) {
      addImport(node, node.source.value, true);
    },
    Literal(node) {
      if (typeof node.value === 'string') addText(node, node.value);
      else if ('regex' in node) addText(node, node.regex.pattern);
    },
    TemplateElement(node) {
      addText(node, node.value.cooked ?? node.value.raw);
    },
    JSXText(node) {
      addText(node, node.value);
    },
    MemberExpression(node) {
      const { object, property } = node;
      if (object.type !== 'Identifier') return;
      if (property.type === 'Identifier' && !node.computed) addGlobal(node, `${object.name}.${property.name}`);
      else if (property.type === 'Literal') addGlobal(node, `${object.name}.${property.value}`);
    },
    CallExpression(node) {
      if (node.callee.type === 'Identifier') addGlobal(node, `${node.callee.name}()`);
    },
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && node.arguments.length === 0)
        addGlobal(node, `new ${node.callee.name}()`);
    },
    FunctionDeclaration: addAsync,
    FunctionExpression: addAsync,
    ArrowFunctionExpression: addAsync,
    AwaitExpression: (node) => addAsync({ start: node.start, async: true }),
  }).visit(program);
  return scan;
}

function lineFinder(source: string): (offset: number) => number {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1;
}
