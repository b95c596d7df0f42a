import type { SymptomFamily } from './intake.ts';
import type { CountingWords } from './intake-count.ts';
import type { SentenceForms } from './intake-forms.ts';
import type { FurtherWords } from './intake-further.ts';

/**
 * The words that tell what a message is, in any language; names of systems and signs of levels come from the pack. Data, so
 * that a new word is no change of code. A phrase stands in one list only; the longest phrase at a place counts, so a longer
 * harmless one (银行卡) hides a shorter one that would speak of a fault (卡).
 */
export interface Lexicon extends CountingWords {
  /** Say by themselves that a computer system fails: 登录不上, 白屏. */
  readonly faults: readonly string[];
  /** Can be said of anything; they need a system or a thing beside them: 打不开, 卡, 慢. */
  readonly ailments: readonly string[];
  /** Suspect without stating: 能打开吗, 有个问题. */
  readonly suspicions: readonly string[];
  /** What can break, without the name of a system: 页面, 账号. */
  readonly things: readonly string[];
  /** Hold the characters of another phrase and mean something else: 银行卡, 经营异常名录. */
  readonly harmless: readonly string[];
  /** Right before a fault, or with fillers between, they take it back: 没有, 不再. */
  readonly negations: readonly string[];
  /** Right behind a fault they take it back: 倒没有. */
  readonly takenBack: readonly string[];
  /** Say that something works, so that it is not what the message is about: 正常. */
  readonly fine: readonly string[];
  /** Name what another fault comes from: 因为. What they name is no fault of its own. */
  readonly causes: readonly string[];
  /** Before what a machine says: 提示. It tells of the same fault. */
  readonly quotes: readonly string[];
  /** Beside a system they say that it fails somebody, whatever is said of it: 突然, 排长队. */
  readonly urgencies: readonly string[];
  /** Deny the whole statement that follows them: 不是. */
  readonly denials: readonly string[];
  /** May stand between a negation and what it negates: 再, 出现. */
  readonly fillers: readonly string[];
  /** Before a statement they ask whether it is so: 是不是. */
  readonly whether: readonly string[];
  /** At the end of a clause they ask whether it is so: 吗. */
  readonly closingParticles: readonly string[];
  /** Ask about something that is taken as a fact: 为什么, 怎么办. */
  readonly why: readonly string[];
  /** Ask for knowledge: 如何, 什么时候, 哪里. */
  readonly how: readonly string[];
  /** Ask for an explanation of words: 什么意思. */
  readonly meaning: readonly string[];
  /** Make what follows a supposition: 如果. */
  readonly suppositions: readonly string[];
  /** Planned work, drills, trials of the bot: 停机维护, 演练. */
  readonly announcements: readonly string[];
  /** Tell what was done, what comes, what somebody does: news of a system rather than a fault of it. */
  readonly news: readonly string[];
  /** Ask for something to be done: 麻烦, 帮忙. */
  readonly requests: readonly string[];
  /** Ask for something that is given, made or changed: 申请, 开通. */
  readonly wishes: readonly string[];
  /** The same where a system or a thing stands beside them: 需要. */
  readonly wants: readonly string[];
  /** 建议: what follows is a wish unless it is plainly a fault. */
  readonly suggestions: readonly string[];
  /** Open a supplement, as the message's first words: 补充一下. */
  readonly supplements: readonly string[];
  /** Open a supplement when a pause follows: 补充. */
  readonly supplementsBeforePause: readonly string[];
  /** Right before a fault they say that it persists: 还是. */
  readonly still: readonly string[];
  /** Say by themselves that a known fault persists: 还没好. */
  readonly persists: readonly string[];
  /** Say that it works again: 恢复了. */
  readonly recovered: readonly string[];
  /** Beside a recovery they say that it is still waited for: 告诉我, 尽快. */
  readonly awaited: readonly string[];
  /** Right behind a fault they make it describe something: 的 in 失败的数据. Longer phrases (的情况) are `fillers`. */
  readonly attributives: readonly string[];
  /** Behind what a fault describes so they say that the speaker helps himself: 重新发 in 打不开的文件我重新发一下. */
  readonly sentAgain: readonly string[];
  /** Between two names they make the second a part of the first: 的, 里的. */
  readonly partOf: readonly string[];
  readonly greetings: readonly string[];
  readonly thanks: readonly string[];
  /** 收到, 哈哈, 下班. */
  readonly pleasantries: readonly string[];
  /** Ask who the bot is, and what it is good for: 你是谁. */
  readonly introductions: readonly string[];
  /** Single characters that people type between words: 了. */
  readonly particles: readonly string[];
  /** Words in names that say nothing by themselves: 系统, 管理. */
  readonly generic: readonly string[];
  /** Words in names that are said of other things every day, so that by themselves they name no system: 会议, 微信. */
  readonly everyday: readonly string[];
  /** Are said while thinking, be it within a name: 呃, 那个. */
  readonly hesitations: readonly string[];
  /** Right behind a word they show that it names a thing: 那边, 里面. */
  readonly pointers: readonly string[];
  /** Right before a word they show that it may name a thing: 给, 连. */
  readonly openers: readonly string[];
  /** Parts of a symptom that tell its family; the first family of which a part is found counts. */
  readonly families: readonly (readonly [family: Exclude<SymptomFamily, 'other'>, parts: readonly string[]])[];
  /** What tells the family where the symptom does not: sources of regular expressions; the first family that is found counts. */
  readonly familyClues: readonly (readonly [family: Exclude<SymptomFamily, 'other'>, source: string])[];
  readonly places: PlaceWords;
  readonly forms: SentenceForms;
  readonly further: FurtherWords;
  /** Characters of the traditional script by those of the simplified one. */
  readonly simplified: Readonly<Record<string, string>>;
  /** Behind an @ they ring a whole group, and are no part of what is said: 所有人. */
  readonly everybody: readonly string[];
  /** Small numbers in words: 三. */
  readonly numerals: Readonly<Record<string, number>>;
  /** What is counted where people are: 个人, 名同事. */
  readonly people: readonly string[];
  /** Between the two numbers of a span: 到. */
  readonly upTo: readonly string[];
  /** Beside a number they say that there are more: 超过, 以上. */
  readonly moreThan: readonly string[];
}

/** What places are recognised by. */
export interface PlaceWords {
  /** Behind a number: 楼, 号窗口. */
  readonly counted: readonly string[];
  /** Behind a letter, with or without a number: 列 in B列, 柜 in A07柜. */
  readonly lettered: readonly string[];
  /** May stand behind a number that ends a place: 号 in 审讯室2号. */
  readonly numbered: readonly string[];
  /** Before such a number: 负. */
  readonly beforeNumber: readonly string[];
  /** By themselves: 大厅. */
  readonly named: readonly string[];
  /** Behind two characters they make a place of them: 室 in 教研室. */
  readonly endings: readonly string[];
  /** Behind such an ending they make another word of it: 长 in 张科长. */
  readonly notBehindEndings: readonly string[];
  /** They make a place of the name before them, which begins its clause or stands behind a word that is in no name: 派出所, 路口. */
  readonly units: readonly string[];
  /** Such a unit counts only before or behind another piece: 局 in 海珠局五楼. */
  readonly heads: readonly string[];
  /** Behind such a unit they make another word of it: 理 in 处理. */
  readonly notBehindUnits: readonly string[];
  /** Characters that are no part of such a name. */
  readonly notInNames: readonly string[];
  /** Nor are these where nothing but its clause bounds a name: verbs and the like. */
  readonly notInFreeNames: readonly string[];
  /** Behind a place: 东侧, 门口. */
  readonly sides: readonly string[];
  /** Between two parts of a place: 的. */
  readonly joints: readonly string[];
}
