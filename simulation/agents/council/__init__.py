"""The council's rules, one file for each part of its business."""
