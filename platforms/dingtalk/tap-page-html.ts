import { createHash } from 'node:crypto';
import type { TapPageTexts } from '../../cards/catalogue-dingtalk.ts';

/** What a page says, all of it data. */
export interface TapPage {
  readonly language: 'zh' | 'en';
  readonly bot: string;
  readonly heading: string;
  readonly tone: 'ask' | 'done' | 'trouble';
  /** Name and value of each. */
  readonly rows?: readonly (readonly [name: string, value: string])[];
  readonly lines: readonly string[];
  /** What the only button says; it submits to the page's own address. */
  readonly button?: string;
  readonly caution?: string;
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d5dae0;--paper:#fff;--back:#f2f4f7;--deed:#0b5cc4;--on:#fff;--done:#116329;--trouble:#a4260b}
@media(prefers-color-scheme:dark){:root{--ink:#e8ebef;--soft:#a6aeb8;--line:#3a424c;--paper:#1c2128;--back:#101418;--deed:#6cb0ff;--on:#0b1118;--done:#5fd37f;--trouble:#ff9d85}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;padding:24px 16px;background:var(--back);color:var(--ink);font:17px/1.6 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere;-webkit-text-size-adjust:100%;text-size-adjust:100%}
main{max-width:480px;margin:0 auto;padding:20px;background:var(--paper);border:1px solid var(--line);border-radius:14px}
.bot{margin:0;color:var(--soft);font-size:15px}
h1{margin:2px 0 16px;font-size:24px;line-height:1.35}
.done h1{color:var(--done)}
.trouble h1{color:var(--trouble)}
dl{margin:0 0 16px;border-top:1px solid var(--line)}
dl div{display:flex;gap:12px;padding:10px 0;border-bottom:1px solid var(--line)}
dt{flex:0 0 auto;min-width:3.5em;color:var(--soft)}
html:lang(en) dt{min-width:6em}
dd{flex:1;margin:0;font-weight:600}
p{margin:0 0 12px}
button{display:block;width:100%;min-height:56px;margin:20px 0;padding:10px 16px;border:0;border-radius:10px;background:var(--deed);color:var(--on);font:inherit;font-size:20px;font-weight:600;cursor:pointer}
button:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
.caution{margin:0;color:var(--soft);font-size:15px}
`;

/** Nothing is loaded, nothing runs, nobody may frame it, and its form goes nowhere else. */
export const TAP_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** A whole document without any script, for a phone. */
export function tapPageHtml({ bot, button, caution, heading, language, lines, rows = [], tone }: TapPage): string {
  const table = rows.map(
    ([name, value]) => `<div><dt>${escaped(name)}</dt><dd><bdi>${escaped(value)}</bdi></dd></div>`,
  );
  return [
    '<!doctype html>',
    `<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    // A phone takes a ticket's number for one to call.
    '<meta name="format-detection" content="telephone=no">',
    '<meta name="robots" content="noindex,nofollow">',
    `<title>${escaped(heading)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    `<body><main class="${tone}">`,
    `<p class="bot">${escaped(bot)}</p>`,
    `<h1>${escaped(heading)}</h1>`,
    ...(table.length > 0 ? [`<dl>${table.join('')}</dl>`] : []),
    ...lines.map((line) => `<p>${escaped(line)}</p>`),
    ...(button === undefined ? [] : [`<form method="post"><button>${escaped(button)}</button></form>`]),
    ...(caution === undefined ? [] : [`<p class="caution">${escaped(caution)}</p>`]),
    '</main></body>',
    '</html>',
    '',
  ].join('\n');
}

/** The rows that say who does what to what. */
export function tapRows(
  { about, action, person }: Pick<TapPageTexts, 'about' | 'action' | 'person'>,
  shown: { readonly person: string; readonly about: string; readonly label: string },
): NonNullable<TapPage['rows']> {
  return [
    [person, shown.person],
    [about, shown.about],
    [action, shown.label],
  ];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
