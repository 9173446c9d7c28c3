"""One box over records, figures, promises and places, each within the person's reach."""
