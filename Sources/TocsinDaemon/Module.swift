// The module's parts stand in the folders beside this file.
