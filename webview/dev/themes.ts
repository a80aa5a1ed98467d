/** The colours that the editor hands to webviews, as far as the panel asks for them, in its three kinds of theme. */
export type ThemeName = 'dark' | 'light' | 'hc-dark' | 'hc-light';

const fonts = { 'font-family': 'system-ui, "Ubuntu", "Droid Sans", sans-serif', 'font-size': '13px', 'font-weight': 'normal', 'editor-font-family': '"Droid Sans Mono", monospace' };

export const themes: Readonly<Record<ThemeName, { readonly bodyClass: string; readonly variables: Readonly<Record<string, string>> }>> = {
  dark: {
    bodyClass: 'vscode-dark',
    variables: {
      ...fonts, foreground: '#cccccc', descriptionForeground: '#9d9d9d', 'editor-background': '#1f1f1f', focusBorder: '#0078d4', 'textLink-foreground': '#4daafc',
      'button-background': '#0078d4', 'button-foreground': '#ffffff', 'button-hoverBackground': '#026ec1', 'button-border': '#ffffff12', 'button-secondaryBackground': '#313131', 'button-secondaryForeground': '#cccccc', 'button-secondaryHoverBackground': '#3c3c3c',
      'charts-foreground': '#cccccc', 'charts-blue': '#59a4f9', 'charts-orange': '#d18616', 'charts-green': '#89d185', 'charts-purple': '#b180d7', 'charts-red': '#f14c4c', 'charts-yellow': '#cca700',
      'progressBar-background': '#0078d4', 'input-background': '#313131', 'input-foreground': '#cccccc', 'settings-textInputBackground': '#313131', 'settings-textInputForeground': '#cccccc', 'settings-textInputBorder': '#3c3c3c', 'input-placeholderForeground': '#989898',
      'settings-dropdownBackground': '#313131', 'settings-dropdownForeground': '#cccccc', 'settings-dropdownBorder': '#3c3c3c', 'settings-dropdownListBorder': '#454545',
      'list-hoverBackground': '#2a2d2e', 'list-activeSelectionBackground': '#04395e', 'list-activeSelectionForeground': '#ffffff', 'toolbar-hoverBackground': '#5a5d5e50',
      'inputOption-activeBackground': '#2489db82', 'inputOption-activeForeground': '#ffffff', 'inputOption-activeBorder': '#2488db', 'diffEditor-removedTextBackground': '#ff000033', 'diffEditor-insertedTextBackground': '#9ccc2c33',
      'editorHoverWidget-background': '#202020', 'editorHoverWidget-foreground': '#cccccc', 'editorHoverWidget-border': '#454545', 'widget-shadow': '#0000005c',
    },
  },
  light: {
    bodyClass: 'vscode-light',
    variables: {
      ...fonts, foreground: '#3b3b3b', descriptionForeground: '#3b3b3b', 'editor-background': '#ffffff', focusBorder: '#005fb8', 'textLink-foreground': '#005fb8',
      'button-background': '#005fb8', 'button-foreground': '#ffffff', 'button-hoverBackground': '#0258a8', 'button-border': '#0000001a', 'button-secondaryBackground': '#e5e5e5', 'button-secondaryForeground': '#3b3b3b', 'button-secondaryHoverBackground': '#cccccc',
      'charts-foreground': '#3b3b3b', 'charts-blue': '#0063d3', 'charts-orange': '#d18616', 'charts-green': '#388a34', 'charts-purple': '#652d90', 'charts-red': '#e51400', 'charts-yellow': '#bf8803',
      'progressBar-background': '#005fb8', 'input-background': '#ffffff', 'input-foreground': '#3b3b3b', 'settings-textInputBackground': '#ffffff', 'settings-textInputForeground': '#3b3b3b', 'settings-textInputBorder': '#cecece', 'input-placeholderForeground': '#767676',
      'settings-dropdownBackground': '#ffffff', 'settings-dropdownForeground': '#3b3b3b', 'settings-dropdownBorder': '#cecece', 'settings-dropdownListBorder': '#e5e5e5',
      'list-hoverBackground': '#f2f2f2', 'list-activeSelectionBackground': '#e8e8e8', 'list-activeSelectionForeground': '#000000', 'toolbar-hoverBackground': '#b8b8b850',
      'inputOption-activeBackground': '#bed6ed', 'inputOption-activeForeground': '#000000', 'inputOption-activeBorder': '#005fb8', 'diffEditor-removedTextBackground': '#ff000033', 'diffEditor-insertedTextBackground': '#9ccc2c40',
      'editorHoverWidget-background': '#f8f8f8', 'editorHoverWidget-foreground': '#3b3b3b', 'editorHoverWidget-border': '#c8c8c8', 'widget-shadow': '#00000029',
    },
  },
  'hc-dark': {
    bodyClass: 'vscode-high-contrast',
    variables: {
      ...fonts, foreground: '#ffffff', descriptionForeground: '#ffffffb3', 'editor-background': '#000000', focusBorder: '#f38518', 'textLink-foreground': '#21a6ff', contrastBorder: '#6fc3df', contrastActiveBorder: '#f38518',
      'button-background': '#000000', 'button-foreground': '#ffffff', 'button-border': '#6fc3df', 'button-secondaryBackground': '#000000', 'button-secondaryForeground': '#ffffff',
      'charts-foreground': '#ffffff', 'charts-blue': '#59a4f9', 'charts-orange': '#d18616', 'charts-green': '#89d185', 'charts-purple': '#b180d7', 'charts-red': '#f48771', 'charts-yellow': '#ffd370',
      'progressBar-background': '#6fc3df', 'input-background': '#000000', 'input-foreground': '#ffffff', 'settings-textInputBackground': '#000000', 'settings-textInputForeground': '#ffffff', 'settings-textInputBorder': '#6fc3df', 'input-placeholderForeground': '#ffffffb3',
      'settings-dropdownBackground': '#000000', 'settings-dropdownForeground': '#ffffff', 'settings-dropdownBorder': '#6fc3df', 'settings-dropdownListBorder': '#6fc3df', 'list-hoverBackground': '#ffffff1a',
      'inputOption-activeBackground': '#00000000', 'inputOption-activeForeground': '#ffffff', 'inputOption-activeBorder': '#f38518',
      'editorHoverWidget-background': '#0c141f', 'editorHoverWidget-foreground': '#ffffff', 'editorHoverWidget-border': '#6fc3df',
    },
  },
  'hc-light': {
    bodyClass: 'vscode-high-contrast-light',
    variables: {
      ...fonts, foreground: '#292929', descriptionForeground: '#292929b3', 'editor-background': '#ffffff', focusBorder: '#006bbd', 'textLink-foreground': '#0f4a85', contrastBorder: '#0f4a85', contrastActiveBorder: '#006bbd',
      'button-background': '#0f4a85', 'button-foreground': '#ffffff', 'button-border': '#0f4a85', 'button-secondaryBackground': '#ffffff', 'button-secondaryForeground': '#292929',
      'charts-foreground': '#292929', 'charts-blue': '#0063d3', 'charts-orange': '#d18616', 'charts-green': '#374e06', 'charts-purple': '#652d90', 'charts-red': '#b5200d', 'charts-yellow': '#895503',
      'progressBar-background': '#0f4a85', 'input-background': '#ffffff', 'input-foreground': '#292929', 'settings-textInputBackground': '#ffffff', 'settings-textInputForeground': '#292929', 'settings-textInputBorder': '#0f4a85', 'input-placeholderForeground': '#292929b3',
      'settings-dropdownBackground': '#ffffff', 'settings-dropdownForeground': '#292929', 'settings-dropdownBorder': '#0f4a85', 'settings-dropdownListBorder': '#0f4a85', 'list-hoverBackground': '#0f4a851a',
      'inputOption-activeBackground': '#00000000', 'inputOption-activeForeground': '#292929', 'inputOption-activeBorder': '#006bbd',
      'editorHoverWidget-background': '#ffffff', 'editorHoverWidget-foreground': '#292929', 'editorHoverWidget-border': '#0f4a85',
    },
  },
};

export function applyTheme(name: ThemeName): void {
  const { bodyClass, variables } = themes[name];
  document.documentElement.removeAttribute('style');
  for (const [variable, value] of Object.entries(variables)) document.documentElement.style.setProperty(`--vscode-${variable}`, value);
  document.body.className = bodyClass;
}
