/** What the bundler makes of files that are not TypeScript: style sheets are collected into `panel.css`, pictures arrive as their text. */
declare module '*.css';
declare module '*.svg' {
  const text: string;
  export default text;
}
