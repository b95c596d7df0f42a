/** A text that is hard to read: what it says, its two colours and their ratio. */
export interface PoorContrast {
  readonly text: string;
  readonly colours: string;
  readonly ratio: number;
}

/**
 * Runs inside the page: every shown text whose contrast is below WCAG AA (4.5, or 3 for large text). Texts of disabled
 * buttons are exempt, as in WCAG, and so are texts on pictures and gradients, whose colour can't be computed.
 */
export function findPoorContrast(): PoorContrast[] {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const paint = canvas.getContext('2d', { willReadFrequently: true });
  if (!paint) return [];

  const painted = (...colours: string[]): number[] => {
    paint.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      paint.fillStyle = colour;
      paint.fillRect(0, 0, 1, 1);
    }
    return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (colour: number[]): number => {
    const [red = 0, green = 0, blue = 0] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ownText = (element: Element): string =>
    [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent ?? '')
      .join('')
      .trim();

  const found: PoorContrast[] = [];
  for (const element of document.querySelectorAll('body *')) {
    const text = ownText(element);
    const isShown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (text === '' || !isShown || element.closest(':disabled, .visually-hidden')) continue;
    const backgrounds: string[] = [];
    let isOnPicture = false;
    for (let at: Element | null = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== 'none') isOnPicture = true;
      backgrounds.unshift(style.backgroundColor);
    }
    if (isOnPicture) continue;
    const style = getComputedStyle(element);
    const below = painted('white', ...backgrounds);
    const above = painted('white', ...backgrounds, style.color);
    const [low = 0, high = 0] = [luminance(below), luminance(above)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) found.push({ text, colours: `${above} on ${below}`, ratio });
  }
  return found;
}
