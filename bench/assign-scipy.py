"""SciPy's linear_sum_assignment on a raw int32 matrix. Arguments: file, cells, photos, row stride, seconds of processor time
after which the system ends it (SIGXCPU). Prints ms of processor time and cost."""
import math
import resource
import sys
import time

import numpy
from scipy.optimize import linear_sum_assignment

file, cells, photos, stride = sys.argv[1], *map(int, sys.argv[2:5])
costs = numpy.fromfile(file, numpy.int32).reshape(cells, stride)[:, :photos].astype(numpy.float64)
start = time.process_time()
limit = math.ceil(start + int(sys.argv[5]))
resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
rows, columns = linear_sum_assignment(costs)
print(round((time.process_time() - start) * 1000), int(costs[rows, columns].sum()))
