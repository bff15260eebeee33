/** What `@peculiar/x509` asks to exist before it is imported: an old proposal's three functions, of which it never needs an answer. */
Object.assign(Reflect, { getMetadata: () => undefined, getOwnMetadata: () => undefined, defineMetadata: () => undefined });
export {};
