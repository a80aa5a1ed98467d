/** The part of abcjs that reads ABC, which its own declarations leave out. Found by `abcjs/src/parse/abc_parse.js`; the whole package would bring its drawing along. */
declare module 'abcjs/src/parse/abc_parse.js' {
  import type { MeterFraction, TuneObject } from 'abcjs';

  export interface ParserWarning { readonly message: string; /** UTF-16 offset in the tune; the parser counts its own inserted characters, so it may point a little too far. */ readonly startChar: number }

  export default class Parse {
    /** Reads one tune. Does not throw for bad ABC, but for some very bad: guard it. */
    parse(abc: string, switches: { readonly stop_on_warning?: boolean }): void;
    getTune(): TuneObject & { getMeterFraction(): MeterFraction };
    /** Texts with mark-up that points at the place; undefined where there are none. */
    getWarnings(): readonly string[] | undefined;
    getWarningObjects(): readonly ParserWarning[] | undefined;
  }
}
