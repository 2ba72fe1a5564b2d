/** What clients can name. Everything else on the disk is out of reach. */
export const MODEL_NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._+()-]{0,79}$/u;

/** The bundled model's name; nothing else may have it. */
export const DEMO_NAME = 'demo';
