/** Lines on two logarithmic axes as a small SVG, readable on light and dark pages alike. */
const width = 420;
const height = 300;
const margin = { left: 58, right: 16, top: 34, bottom: 44 };
const colors = ['#3b82f6', '#e07b39', '#2f9e62', '#a855c7'];
const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const short = (number) => (number >= 10_000 ? `${Number((number / 1000).toPrecision(3))}k` : String(number >= 100 ? Math.round(number) : Number(number.toPrecision(2))));

/** Powers of ten in a range, and its ends where it holds none. */
function ticks(low, high) {
  const found = [];
  for (let power = Math.ceil(Math.log10(low)); power <= Math.log10(high); power++) found.push(10 ** power);
  return found.length > 1 ? found : [low, high];
}

/** @param {{ title: string, x: string, y: string, lines: { name: string, points: [number, number][] }[] }} chart  every coordinate above 0 */
function panel({ title, x, y, lines }, left, top) {
  const all = lines.flatMap(({ points }) => points);
  const scale = (values, from, to) => {
    const [low, high] = [Math.min(...values), Math.max(...values) * (Math.min(...values) === Math.max(...values) ? 2 : 1)];
    return { low, high, at: (value) => Number((from + ((Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))) * (to - from)).toFixed(1)) };
  };
  const across = scale(all.map(([value]) => value), margin.left, width - margin.right);
  const up = scale(all.map(([, value]) => value), height - margin.bottom, margin.top);
  const text = (content, at, more = '') => `<text x="${at[0]}" y="${at[1]}" ${more}>${escaped(content)}</text>`;
  const xs = [...new Set(lines[0].points.map(([value]) => value))];
  const marks = [
    ...ticks(up.low, up.high).flatMap((value) => [
      `<line x1="${margin.left}" x2="${width - margin.right}" y1="${up.at(value)}" y2="${up.at(value)}" class="grid"/>`, text(short(value), [margin.left - 6, up.at(value) + 4], 'text-anchor="end"'),
    ]),
    ...xs.map((value) => text(short(value), [across.at(value), height - margin.bottom + 16], 'text-anchor="middle"')),
  ];
  const drawn = lines.map(({ name, points }, i) => {
    const places = points.map(([a, b]) => `${across.at(a)},${up.at(b)}`);
    return [
      `<polyline points="${places.join(' ')}" fill="none" stroke="${colors[i]}" stroke-width="2"/>`,
      ...places.map((place) => `<circle cx="${place.split(',')[0]}" cy="${place.split(',')[1]}" r="3" fill="${colors[i]}"/>`),
      text(name, [margin.left + 10, margin.top + 14 + 16 * i], `style="fill:${colors[i]}"`),
    ].join('');
  });
  return `<g transform="translate(${left},${top})">${text(title, [margin.left, 18], 'font-weight="bold"')}${marks.join('')}${drawn.join('')}`
    + `${text(x, [(margin.left + width - margin.right) / 2, height - 8], 'text-anchor="middle"')}${text(y, [14, height / 2], `text-anchor="middle" transform="rotate(-90 14 ${height / 2})"`)}</g>`;
}

/** Charts in two columns. */
export function chartSvg(charts) {
  const style = 'text{font:12px system-ui,sans-serif;fill:#808080}.grid{stroke:#808080;stroke-opacity:.3}';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width * 2} ${height * Math.ceil(charts.length / 2)}" role="img"><title>${escaped(charts.map(({ title }) => title).join('; '))}</title><style>${style}</style>${charts.map((chart, i) => panel(chart, (i % 2) * width, (i >> 1) * height)).join('')}</svg>\n`;
}
