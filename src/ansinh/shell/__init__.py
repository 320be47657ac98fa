"""The shell: page frame, components, lists, Excel, the working registers' kit, and each role's first page."""
