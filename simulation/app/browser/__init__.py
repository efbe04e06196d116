"""What runs in the browser: the parts of the pages (Vue) with their properties, and the style sheets."""
