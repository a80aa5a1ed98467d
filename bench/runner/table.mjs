/** Rows of a result as text for a terminal or as a Markdown table. `columns` are pairs of the field and its heading. */
const cell = (value) => String(value ?? '');

export function plainTable({ columns, rows }) {
  const widths = columns.map(([field, heading]) => Math.max(heading.length, ...rows.map((row) => cell(row[field]).length)));
  const line = (cells) => cells.map((text, i) => text.padStart(widths[i])).join('  ');
  return [line(columns.map(([, heading]) => heading)), ...rows.map((row) => line(columns.map(([field]) => cell(row[field]))))].join('\n');
}

export function markdownTable({ columns, rows }) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const alignment = columns.map(([field]) => (rows.every((row) => row[field] === null || typeof row[field] === 'number') ? '---:' : '---'));
  return [line(columns.map(([, heading]) => heading)), line(alignment), ...rows.map((row) => line(columns.map(([field]) => cell(row[field]))))].join('\n');
}

/** The fields that stand in the table, by name. */
export const recordsOf = ({ columns, rows }) => rows.map((row) => Object.fromEntries(columns.map(([field]) => [field, row[field] ?? null])));
