/** The drawing part of abcjs by itself: the whole package would bring its editor and its sound fonts' loader along. */
declare module 'abcjs/src/api/abc_tunebook_svg.js' {
  import type { AbcVisualParams, TuneObject } from 'abcjs';
  const renderAbc: (output: HTMLElement, abc: string, params: AbcVisualParams) => readonly TuneObject[];
  export default renderAbc;
}

declare module 'abcjs/src/write/svg.js' {
  const Svg: { prototype: { insertStyles(styles: string): void; createDummySvg(this: { dummySvg?: SVGSVGElement }): SVGSVGElement } };
  export default Svg;
}
