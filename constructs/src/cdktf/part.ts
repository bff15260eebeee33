/** Makes a part of a construct, unless its switch is off. */
export const part = <Part>(when: boolean, make: () => Part): Part | undefined => (when ? make() : undefined);
