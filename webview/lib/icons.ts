/** VS Code's own icons (codicons, CC BY 4.0) as inline pictures: only those used here are bundled, and no font is loaded. */
import add from '@vscode/codicons/src/icons/add.svg';
import arrowSwap from '@vscode/codicons/src/icons/arrow-swap.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import debugContinue from '@vscode/codicons/src/icons/debug-continue.svg';
import debugPause from '@vscode/codicons/src/icons/debug-pause.svg';
import debugStop from '@vscode/codicons/src/icons/debug-stop.svg';
import folderOpened from '@vscode/codicons/src/icons/folder-opened.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import lightbulb from '@vscode/codicons/src/icons/lightbulb.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import save from '@vscode/codicons/src/icons/save.svg';
import table from '@vscode/codicons/src/icons/table.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import wholeWord from '@vscode/codicons/src/icons/whole-word.svg';

const pictures = {
  add, check, folder: folderOpened, idea: lightbulb, info, menu: chevronDown, pause: debugPause, play,
  resume: debugContinue, save, stop: debugStop, table, text: wholeWord, translate: arrowSwap, warning,
} as const;
export type IconName = keyof typeof pictures;

const parser = new DOMParser();

/** A picture in the colour of the text around it, for the eye only: name the thing in text beside it. */
export function icon(name: IconName): SVGElement {
  const picture = document.importNode(parser.parseFromString(pictures[name], 'image/svg+xml').documentElement, true) as unknown as SVGElement;
  picture.setAttribute('aria-hidden', 'true');
  picture.setAttribute('class', 'icon');
  return picture;
}
