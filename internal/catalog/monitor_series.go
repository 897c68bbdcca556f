package catalog

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"time"
)

// Gap is the value of a step in which nothing was measured.
var Gap = math.NaN()

// mostSteps bounds a time axis, whatever the provider answers.
const mostSteps = 4000

// Values are measurements at equal steps. Missing ones are Gap, null in JSON.
type Values []float64

// MarshalJSON writes an array with eight digits at most, and null for a gap.
func (v Values) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, f := range v {
		if i > 0 {
			b.WriteByte(',')
		}
		if math.IsNaN(f) {
			b.WriteString("null")
			continue
		}
		b.Write(strconv.AppendFloat(nil, f, 'g', 8, 64))
	}
	b.WriteByte(']')
	return b.Bytes(), nil
}

// Stats are the figures of a series.
type Stats struct{ Min, Mean, Max, Last float64 }

// Empty tells whether there was nothing to count.
func (s Stats) Empty() bool { return math.IsNaN(s.Last) }

// Stats counts what was measured; all are Gap when nothing was.
func (v Values) Stats() Stats {
	s := Stats{Gap, Gap, Gap, Gap}
	sum, n := 0.0, 0
	for _, f := range v {
		if math.IsNaN(f) {
			continue
		}
		if n == 0 {
			s.Min, s.Max = f, f
		}
		s.Min, s.Max, s.Last = min(s.Min, f), max(s.Max, f), f
		sum += f
		n++
	}
	if n > 0 {
		s.Mean = sum / float64(n)
	}
	return s
}

// Coarse makes at most most values of these: each the mean of size steps.
func (v Values) Coarse(size int) Values {
	var out Values
	for part := range slices.Chunk(v, size) {
		out = append(out, part.Stats().Mean)
	}
	return out
}

// point is one measurement; its value may be missing.
type point struct {
	at    time.Time
	value float64
}

// axis is the common time of a chart's series.
type axis struct {
	from  time.Time
	step  time.Duration
	steps int
}

// axisOf takes the step that was asked for or, where the provider chose it,
// the usual distance of the points.
func axisOf(lines [][]point, a MonitorAsk) axis {
	step := a.Step
	if step == 0 {
		step = usualStep(lines, a.To.Sub(a.From))
	}
	if least := a.To.Sub(a.From) / mostSteps; step < least {
		step = least.Truncate(time.Minute) + time.Minute
	}
	from := a.From.Truncate(step)
	return axis{from: from, step: step, steps: int(a.To.Sub(from)/step) + 1}
}

// usualStep is the median distance of neighbours, in whole seconds. Without
// neighbours it is chosen so that a chart has some hundred steps.
func usualStep(lines [][]point, span time.Duration) time.Duration {
	var distances []time.Duration
	for _, line := range lines {
		for i := 1; i < len(line); i++ {
			if d := line[i].at.Sub(line[i-1].at); d > 0 {
				distances = append(distances, d)
			}
		}
	}
	if len(distances) == 0 {
		return max(span/300, time.Minute).Truncate(time.Minute)
	}
	slices.Sort(distances)
	return max(distances[len(distances)/2].Round(time.Second), time.Second)
}

// values puts points on the axis. A server reports at a second of its own and
// not quite regularly, so steps are counted from its first point; the mean is
// taken where two fall into one.
func (x axis) values(line []point) Values {
	sums, counts := make([]float64, x.steps), make([]int, x.steps)
	for _, p := range line {
		i := x.index(p.at, line[0].at)
		if i < 0 || i >= x.steps || math.IsNaN(p.value) {
			continue
		}
		sums[i] += p.value
		counts[i]++
	}
	out := make(Values, x.steps)
	for i := range out {
		out[i] = Gap
		if counts[i] > 0 {
			out[i] = sums[i] / float64(counts[i])
		}
	}
	return out
}

func (x axis) index(at, first time.Time) int {
	start := math.Floor(float64(first.Sub(x.from)) / float64(x.step))
	return int(start + math.Round(float64(at.Sub(first))/float64(x.step)))
}
