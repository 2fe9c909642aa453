"""Writing to this machine's disk: a file is whole or absent whatever happens, and is there after a loss of power.

`atomic` writes one file or a group, `places` says where they wait until they are whole, `folders` makes folders,
whole ones too, and sweeps them, `flush` brings a group to the disk together.
"""
