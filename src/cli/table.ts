/** Columns of text, aligned: words at the left, numbers at the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column]))));
  const isNumeric = head.map((_, column) => rows.length > 0 && rows.every((row) => /^[-\d.,%\u2013]*$/.test(row[column])));
  return all.map((row) => row.map((cell, column) => pad(cell, widths[column], isNumeric[column])).join('  ').trimEnd()).join('\n');
}

function pad(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(cell)));
  return right ? space + cell : cell + space;
}

/** Columns of a terminal that a text takes: East Asian wide characters take two, marks none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u.test(character) ? 2 : 1;
  }
  return width;
}
