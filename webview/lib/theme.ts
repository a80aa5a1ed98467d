/** The editor's colours for what is drawn on a canvas, where CSS variables do not reach; read again when the theme changes. */
import { parseColour, type Rgb } from './colour';

const wanted = {
  foreground: 'var(--vscode-foreground)',
  muted: 'var(--muted)',
  background: 'var(--vscode-editor-background)',
  grid: 'color-mix(in srgb, var(--vscode-foreground) 9%, transparent)',
  axis: 'color-mix(in srgb, var(--vscode-foreground) 28%, transparent)',
  training: 'var(--training)',
  trainingFaint: 'color-mix(in srgb, var(--training) 48%, transparent)',
  validation: 'var(--validation)',
  second: 'var(--vscode-charts-green)',
  third: 'var(--vscode-charts-purple)',
  fourth: 'var(--vscode-charts-blue)',
  fifth: 'var(--vscode-charts-red)',
  focus: 'var(--vscode-focusBorder)',
  accent: 'var(--heat)',
} as const;
export type ThemeColour = keyof typeof wanted;

export interface Theme {
  readonly colours: Readonly<Record<ThemeColour, string>>;
  readonly font: string;
  readonly isHighContrast: boolean;
  rgb(name: ThemeColour): Rgb;
}

export function readTheme(): Theme {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const colours = Object.fromEntries(Object.entries(wanted).map(([name, value]) => {
    probe.style.color = value;
    return [name, getComputedStyle(probe).color];
  })) as Record<ThemeColour, string>;
  probe.remove();
  return {
    colours,
    font: getComputedStyle(document.body).fontFamily,
    isHighContrast: document.body.classList.contains('vscode-high-contrast') || document.body.classList.contains('vscode-high-contrast-light'),
    rgb: (name) => parseColour(colours[name]) ?? [0.5, 0.5, 0.5],
  };
}

/** The present theme for everybody who draws, and a call when it changes. */
export class ThemeWatcher {
  current = readTheme();
  private readonly listeners = new Set<() => void>();

  constructor() {
    // The editor changes the body's class and the variables on the root element, not always at once: one frame later both are there.
    let pending = false;
    const changed = (): void => {
      if (pending) return;
      pending = true;
      requestAnimationFrame(() => {
        pending = false;
        this.current = readTheme();
        for (const listener of this.listeners) listener();
      });
    };
    const observer = new MutationObserver(changed);
    observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  }

  onChange(listener: () => void): void { this.listeners.add(listener); }
}
