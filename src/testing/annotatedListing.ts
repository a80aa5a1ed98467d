/** A printed graph (`src/graph/print.ts`) whose lines are found by the equations they stand for, and given a remark. */

interface Line { readonly depth: number; readonly text: string; readonly shape: string; remark: string | null }
interface Stretch { readonly from: number; readonly to: number }

const TEXT_COLUMN = 75;
const SHAPE_COLUMN = 23;
const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

export class AnnotatedListing {
  private readonly all: readonly Line[];
  private readonly names = new Map<string, string>();

  constructor(printed: string) {
    this.all = printed.trimEnd().split('\n').map((line) => {
      const [, indent, text, shape] = /^( *)(.*?)(?:\s+((?:(?:float32|int32|int64|bool) )?\[[^\]]*\](?:, \[[^\]]*\])*))?$/.exec(line)!;
      return { depth: indent.length / 2, text, shape: shape ?? '', remark: null };
    });
  }

  /**
   * Finds the line of an equation such as `a = part + hU`, in which letters that are known stand for the names that they have in the graph,
   * and those on the left become known. Operands of + and ⊙ may stand the other way round; what follows the equation in its line does not matter
   * where it ends in a comma.
   * @throws Error where there is no such line
   */
  note(equation: string, remark: string): void {
    const form = /^(.*?)( = | collects |, starting as )(.*)$/.exec(equation);
    if (!form) throw new Error(`internal: ${equation} is no equation`);
    const [, left, verb, right] = form;
    const letters = left.split(', ');
    const swapped = right.replace(/^(\S+) ([+⊙]) (\S+)$/, '$3 $2 $1');
    for (const side of [right, swapped]) {
      const pattern = new RegExp(`^${letters.map(() => '(\\S+?)').join(', ')}${escaped(verb)}${this.inNames(side)}${side.endsWith(',') ? '' : '$'}`);
      for (const line of this.all) {
        const found = pattern.exec(line.text);
        if (!found || line.remark !== null) continue;
        letters.forEach((letter, k) => this.names.set(letter, found[k + 1]));
        line.remark = remark;
        return;
      }
    }
    throw new Error(`the graph has no line ${equation}, with the letters ${[...this.names].map(([letter, name]) => `${letter}: ${name}`).join(', ')}: the page's text must be thought through again`);
  }

  /** The name that a letter has in the graph. */
  nameOf(letter: string): string {
    const name = this.names.get(letter);
    if (name === undefined) throw new Error(`internal: no equation has the letter ${letter}`);
    return name;
  }

  /** Where each loop begins and ends, what it leaves behind (`= the last …`) included. */
  loops(): Stretch[] {
    return this.all.flatMap(({ text, depth }, from) => {
      if (!text.startsWith('for each step')) return [];
      let to = from + 1;
      while (to < this.all.length && (this.all[to].depth > depth || / = the last /.test(this.all[to].text))) to++;
      return [{ from, to }];
    });
  }

  /** Where the listing begins, and its first loop begins and ends. */
  parts(): [number, number, number] {
    const [{ from, to }] = this.loops();
    return [0, from, to];
  }

  /** The lines with their remarks. */
  lines(from = 0, to = this.all.length): string[] {
    return this.all.slice(from, to).map(({ depth, text, shape, remark }) =>
      `${`${'  '.repeat(depth)}${text}`.padEnd(TEXT_COLUMN)} ${shape.padEnd(SHAPE_COLUMN)} ${remark ? `← ${remark}` : ''}`.trimEnd());
  }

  private inNames(text: string): string {
    return escaped(text.replaceAll(/[\p{L}][\w.]*/gu, (word) => this.names.get(word) ?? word));
  }
}
